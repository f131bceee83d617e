"""Statistics of a hotline: fair league tables (``fair``), and what drives satisfaction (``drivers``)."""
