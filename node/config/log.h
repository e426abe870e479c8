// The log: one event, one line, on stderr; text on a terminal, JSON otherwise (OPS §4, SEC-57). The room of spdlog.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace commonplace::config {

enum class Level { debug, info, warning, error };

// Once, before the first event. `format`: "auto", "text" or "json". `level`: as in log.level.
void start_log(std::string_view level, std::string_view format);

using Fields = std::initializer_list<std::pair<std::string_view, std::string>>;

// One line: the event's name ("harvest.done") and its fields. Control characters are escaped. Any thread.
void log(Level level, std::string_view event, Fields fields = {});

// The text of one line without time and level, for tests of its form.
std::string log_line(std::string_view event, Fields fields, bool as_json);

}  // namespace commonplace::config
