"""Amazon's AI services without Amazon: a strict validator, and fakes that keep the real limits, codes and shapes."""
