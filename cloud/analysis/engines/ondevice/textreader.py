"""Text in pictures, read by RapidOCR (PP-OCR models on ONNX Runtime). One thread at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidocr import RapidOCR
from rapidocr.utils.output import RapidOCROutput

from cloud.analysis.engines.ondevice.vision import clamp, decode
from cloud.analysis.engines.ports import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A cup of coffee read "8" (measured): less sure, or shorter, is no text.
MIN_CONFIDENCE = 80.0
MIN_CHARACTERS = 2

_PARAMETERS = {
    "Global.log_level": "critical",
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


class RapidTextReader:
    """``TextReader`` on RapidOCR."""

    name = "rapidocr"

    def __init__(self) -> None:
        self._engine = RapidOCR(params=dict(_PARAMETERS))

    def read(self, jpeg: bytes) -> tuple[Finding, ...]:
        """Return the lines of text, from top to bottom."""
        pixels = decode(jpeg)
        height, width = pixels.shape[:2]
        # Pictures come upright, so nothing is asked about lines that stand on their head.
        result = self._engine(pixels, use_cls=False)
        if not isinstance(result, RapidOCROutput) or result.boxes is None or not result.txts or not result.scores:
            return ()
        lines = zip(result.txts, result.scores, result.boxes, strict=True)
        return tuple(
            _finding(str(text), float(score) * 100, [(float(x), float(y)) for x, y in corners], width, height)
            for text, score, corners in lines
            if float(score) * 100 >= MIN_CONFIDENCE and sum(map(str.isalnum, str(text))) >= MIN_CHARACTERS
        )


def _finding(text: str, confidence: float, corners: Sequence[tuple[float, float]], width: int, height: int) -> Finding:
    left, right = (clamp(edge(x for x, _ in corners) / width) for edge in (min, max))
    top, bottom = (clamp(edge(y for _, y in corners) / height) for edge in (min, max))
    return Finding(text.strip(), confidence, (left, top, right - left, bottom - top))
