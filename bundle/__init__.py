"""`make bundle`: one zip file from which chatcalc is installed where no package index can be reached."""
