"""Tickets: one row each, under canonical columns, from any office's export."""
