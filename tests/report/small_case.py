"""The case and the scheme of a small invented office, whose table each test writes."""

from __future__ import annotations

CASE = "period: 2024-05\nscheme: scheme.yaml\ntables: {units: units.csv}\nsource: {title: 试例}\n"
SCHEME = """scheme: small
title: {zh: 试行办法, en: trial}
source: invented
full_marks: 100
dimensions:
  all:
    zh: 全部
    en: all
    marks: 100
    items:
      closing: {zh: 按时办结, en: on time, marks: 100, rule: {kind: rate, metric: on_time_closure_rate}}
ranking: {within: all}
"""
