"""The sky: one Sun, one Moon, one solver for the instants at which they cross an altitude."""
