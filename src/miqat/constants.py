"""Constants that several rooms need; one place for each."""

#: The Kaaba: latitude and longitude, degrees.
KAABA = (21.4225, 39.8262)

#: The radius of the sphere of the Earth's mean size (IUGG), km: distances on the globe.
MEAN_EARTH_RADIUS_KM = 6371.0088

#: The Earth's equatorial radius, km: the unit of the parallaxes of the Sun and the Moon.
EQUATORIAL_RADIUS_KM = 6378.1366

#: About when the Moon of lunation 0 was new, 2000-01-06: days since 1970-01-01.
LUNATION_0 = 10962.6

#: The month of the fast, from 1.
RAMADAN = 9

#: The weekday, Monday 0.
FRIDAY = 4
