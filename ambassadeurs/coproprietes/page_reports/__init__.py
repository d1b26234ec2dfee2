"""The page of a copropriété whose ambassadors speak: it may be reported, and hidden."""
