#include "node/app/clock.h"

#include <chrono>

namespace commonplace::app {

model::Datestamp now() {
  return {std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()).time_since_epoch().count()};
}

}  // namespace commonplace::app
