"""The horizon: what an altitude means to an observer.

Altitudes are degrees of the body's centre above the true horizon, topocentric (parallax
applied) and *airless* unless the name says otherwise.
"""

#: Refraction at the horizon by convention, degrees (34'; Explanatory Supplement, 3rd ed., 12.3).
HORIZON_REFRACTION = 34.0 / 60.0

#: The Sun's mean semidiameter by convention, degrees (16').
SUN_SEMIDIAMETER = 16.0 / 60.0

#: Airless altitude of the Sun's centre when its upper limb touches a sea horizon (-50').
SUNRISE_ALTITUDE = -(HORIZON_REFRACTION + SUN_SEMIDIAMETER)
