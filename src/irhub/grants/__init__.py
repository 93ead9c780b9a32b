"""Small grants: pots of money, calls, applications, two assessors who do not see each other’s scores, the decision, the award."""
