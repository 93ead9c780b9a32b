"""Who decides on the applications of a call: its panel, who of it counts for an application, and the panel that hears appeals."""
