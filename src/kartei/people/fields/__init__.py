"""Fields and sections that the practice adds to „Personal“ (product.md, 3.2)."""
