"""Indicators computed by other engines from the SQL that chatcalc writes, beside chatcalc's own figures."""
