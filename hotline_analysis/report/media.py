"""The kinds of output of a notebook that no reader sees; a run takes its files from them."""

FACTS_TYPE = "application/vnd.hotline.facts+json"
QUALITY_TYPE = "application/vnd.hotline.quality+json"
