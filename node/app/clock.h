// The wall clock: the only place besides the HTTP door's argument where it is read.
#pragma once

#include "schemas/model/datestamp.h"

namespace commonplace::app {

model::Datestamp now();

}  // namespace commonplace::app
