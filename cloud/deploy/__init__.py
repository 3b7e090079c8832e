"""Package and deploy the one template, to AWS and to the embedded cloud alike."""
