"""Types of arrays, for annotations alone: nothing imports this module when the library runs."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Int8s: TypeAlias = NDArray[np.int8]
Int32s: TypeAlias = NDArray[np.int32]
Int64s: TypeAlias = NDArray[np.int64]
Integers: TypeAlias = NDArray[np.integer[Any]]

#: UTC instants, or clock readings of one zone, in any unit.
Instants: TypeAlias = NDArray[np.datetime64]
