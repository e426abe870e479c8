#include "node/config/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <atomic>

#include "schemas/formats/json.h"
#include "schemas/formats/unicode.h"

namespace commonplace::config {
namespace {

std::atomic<bool> json_lines{false};

spdlog::level::level_enum spd(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
  }
  return spdlog::level::info;
}

Level level_named(std::string_view name) {
  if (name == "debug") return Level::debug;
  if (name == "warning") return Level::warning;
  if (name == "error") return Level::error;
  return Level::info;
}

// JSON leaves DEL and the C1 controls as they are; a terminal takes U+009B for an escape (SEC-57).
std::string as_json_text(std::string_view text) {
  const std::string quoted = json::canonical(json::Value(formats::repair_utf8(text)));
  std::string out;
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    const auto byte = static_cast<unsigned char>(quoted[i]);
    const auto next = i + 1 < quoted.size() ? static_cast<unsigned char>(quoted[i + 1]) : 0;
    if (byte == 0x7f)
      out += "\\u007f";
    else if (byte == 0xc2 && next < 0xa0)
      out += fmt::format("\\u{:04x}", quoted[++i] & 0xff);
    else
      out += quoted[i];
  }
  return out;
}

bool is_plain(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f && c != '"'; });
}

}  // namespace

void start_log(std::string_view level, std::string_view format) {
  json_lines = format == "json" || (format == "auto" && isatty(STDERR_FILENO) == 0);
  auto logger = std::make_shared<spdlog::logger>("commonplace", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_level(spd(level_named(level)));
  logger->set_pattern(json_lines ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})" : "%Y-%m-%d %H:%M:%S %l %v",
                      json_lines ? spdlog::pattern_time_type::utc : spdlog::pattern_time_type::local);
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

std::string log_line(std::string_view event, Fields fields, bool as_json) {
  std::string out = as_json ? fmt::format("\"event\":{}", as_json_text(event)) : std::string(event);
  for (const auto& [name, value] : fields) {
    if (as_json)
      out += fmt::format(",{}:{}", as_json_text(name), as_json_text(value));
    else
      out += fmt::format(" {}={}", name, is_plain(value) ? value : as_json_text(value));
  }
  return out;
}

void log(Level level, std::string_view event, Fields fields) {
  if (!spdlog::default_logger_raw()->should_log(spd(level))) return;
  spdlog::default_logger_raw()->log(spd(level), "{}", log_line(event, fields, json_lines));
}

}  // namespace commonplace::config
