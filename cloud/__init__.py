"""SnapStream in the cloud: the contract, the analysis, the API and the machinery that deploys them."""
