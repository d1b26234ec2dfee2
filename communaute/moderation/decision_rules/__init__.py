"""Ruling: what each kind of decision does, who may take it, in which words it is told."""
