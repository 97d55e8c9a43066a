"""Shares that leave an alliance, with bounds: counted, compared, and what could stay."""
