// From the bytes of a stranger to text that a parser may see: encoding, declaration, mending (HAR-16), pre-scan.
// Clean UTF-8 is looked over and copied once.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <optional>

#include <fmt/format.h>

#include "schemas/formats/unicode.h"
#include "schemas/formats/xml.h"
#include "schemas/formats/xml_prescan.h"

namespace commonplace::formats {
namespace {

using model::Problem;

constexpr auto npos = std::string_view::npos;
constexpr std::string_view ask_source = "Ask the keeper of the source to mend it.";

Problem refusal(std::string_view kind, std::string_view what, std::string_view fix = ask_source) {
  return {std::string(kind), "byte 0", std::string(what), std::string(fix)};
}

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lower;
}

std::string_view without_blanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text;
}

// ---- encoding

// First bytes of "<" or "<?xml" in encodings that we do not read. Source: XML 1.0 appendix F.
bool begins_like_no_utf8(std::string_view bytes) {
  using namespace std::string_view_literals;
  constexpr std::array begins = {"\xFE\xFF"sv, "\xFF\xFE"sv,     "\0<"sv, "<\0"sv,
                                 "\0\0"sv,     "\x4C\x6F\xA7"sv, "+/v"sv, "+ADw-"sv};
  return std::any_of(begins.begin(), begins.end(),
                     [bytes](std::string_view begin) { return bytes.starts_with(begin); });
}

// Takes the XML declaration away and returns the encoding it names, in lower case.
std::string cut_declaration(std::string_view& text) {
  constexpr std::size_t longest = 1024;
  if (!text.starts_with("<?xml") || text.size() < 6 || text.find_first_of(" \t\r\n", 5) != 5) return {};
  const auto end = text.substr(0, longest).find("?>");
  if (end == npos) return {};
  const std::string_view declaration = text.substr(0, end);
  text.remove_prefix(end + 2);
  const auto named = declaration.find("encoding");
  const auto quote = named == npos ? npos : declaration.find_first_of("\"'", named);
  if (quote == npos) return {};
  const auto closing = declaration.find(declaration[quote], quote + 1);
  return ascii_lower(declaration.substr(quote + 1, closing == npos ? npos : closing - quote - 1));
}

enum class Charset { utf8, windows_1252, other };

// ISO-8859-1 is read as windows-1252, its superset where people meant something. Source: WHATWG Encoding §4.2.
Charset charset_of(std::string_view name) {
  constexpr std::array<std::string_view, 5> utf8 = {"", "utf-8", "utf8", "us-ascii", "ascii"};
  constexpr std::array<std::string_view, 7> western = {"iso-8859-1", "iso8859-1", "iso_8859-1",  "latin1",
                                                       "latin-1",    "cp1252",    "windows-1252"};
  if (std::find(utf8.begin(), utf8.end(), name) != utf8.end()) return Charset::utf8;
  return std::find(western.begin(), western.end(), name) != western.end() ? Charset::windows_1252 : Charset::other;
}

std::string from_windows_1252(std::string_view bytes) {
  // 0x80 to 0x9F; the five that are not given stay C1 controls. Source: WHATWG Encoding, index windows-1252.
  constexpr std::array<char16_t, 32> upper = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                              0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                              0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                              0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    append_utf8(text, byte >= 0x80 && byte < 0xA0 ? char32_t{upper[byte - 0x80u]} : char32_t{byte});
  }
  return text;
}

// ---- what came instead (SEC-52)

std::optional<Problem> something_else(std::string_view text) {
  const std::string_view begin = without_blanks(text);
  if (begin.empty()) return refusal("not_xml", "The reply is empty.", "Check the address of the source.");
  const std::string head = ascii_lower(begin.substr(0, 14));
  if (head.starts_with("<!doctype html") || head.starts_with("<html")) {
    return refusal("not_xml", "A web page came instead of XML.", "Check the address of the source; it may want /oai.");
  }
  if (begin.front() == '<') return std::nullopt;
  const bool is_json = begin.front() == '{' || begin.front() == '[';
  return refusal("not_xml", is_json ? "JSON came instead of XML." : "Something other than XML came.",
                 "Check the address of the source.");
}

// ---- mending

// Bytes that may begin an illegal character: the controls, and 0xEF of U+FFFE and U+FFFF. U+0000 is left for the
// parser to refuse: it spoils its record (SEC-50).
constexpr std::array<bool, 256> suspect = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 1; c < 0x20; ++c) table[c] = c != '\t' && c != '\n' && c != '\r';
  table[0xEF] = true;
  return table;
}();

// Position and size of the first illegal character from `from` on, in valid UTF-8.
struct Found {
  std::size_t position;
  std::size_t bytes;
};
// Position of the first eight bytes from `from` on with a control or 0xEF among them, or near the end.
std::size_t skip_innocent(std::string_view text, std::size_t from) {
  constexpr std::uint64_t ones = 0x0101010101010101u;
  constexpr std::uint64_t high_bits = 0x8080808080808080u;
  for (; from + 8 <= text.size(); from += 8) {
    std::uint64_t eight;
    std::memcpy(&eight, text.data() + from, 8);
    const std::uint64_t is_ef = eight ^ (ones * 0xEF);
    const std::uint64_t below_blank = (eight - ones * 0x20) & ~eight & high_bits;
    if ((below_blank | ((is_ef - ones) & ~is_ef & high_bits)) != 0) break;
  }
  return from;
}

std::optional<Found> find_illegal(std::string_view text, std::size_t from) {
  for (std::size_t i = skip_innocent(text, from); i < text.size(); ++i) {
    if ((i - from) % 64 == 0) i = skip_innocent(text, i);
    if (i == text.size()) break;
    if (!suspect[static_cast<unsigned char>(text[i])]) continue;
    if (text[i] != '\xEF') return Found{i, 1};
    const std::string_view three = text.substr(i, 3);
    if (three == "\uFFFE" || three == "\uFFFF") return Found{i, 3};
  }
  return std::nullopt;
}

void remove_illegal(PreparedXml& prepared) {
  auto found = find_illegal(prepared.text, 0);
  if (!found) return;
  std::string clean;
  clean.reserve(prepared.text.size());
  std::size_t copied = 0;
  for (; found; found = find_illegal(prepared.text, copied)) {
    clean.append(prepared.text, copied, found->position - copied);
    copied = found->position + found->bytes;
    ++prepared.mended;
  }
  clean.append(prepared.text, copied);
  prepared.text = std::move(clean);
}

// What an "&" begins. `bytes` is 0 for a bare one or an unknown name; `becomes` is empty where nothing may stay.
struct Reference {
  std::size_t bytes = 0;
  bool is_sound = false;
  std::string_view becomes;
};

// Whether the digits between "&#" and ";" name a character of XML.
std::optional<bool> names_xml_char(std::string_view digits) {
  const bool is_hex = digits.starts_with('x');
  if (is_hex) digits.remove_prefix(1);
  std::uint32_t code_point = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code_point, is_hex ? 16 : 10);
  if (digits.empty() || end != digits.data() + digits.size()) return std::nullopt;
  return error == std::errc() && is_xml_char(code_point);
}

Reference reference_at(std::string_view text, std::size_t ampersand) {
  constexpr std::size_t longest_name = 32;
  constexpr std::array<std::string_view, 5> predefined = {"amp", "lt", "gt", "quot", "apos"};
  const std::string_view rest = text.substr(ampersand + 1, longest_name);
  const auto semicolon = rest.find(';');
  if (semicolon == npos) return {};
  const std::string_view name = rest.substr(0, semicolon);
  const std::size_t bytes = semicolon + 2;
  if (name.starts_with('#')) {
    const auto is_legal = names_xml_char(name.substr(1));
    return is_legal ? Reference{bytes, *is_legal, {}} : Reference{};
  }
  if (std::find(predefined.begin(), predefined.end(), name) != predefined.end()) return {bytes, true, {}};
  const std::string_view character = html_entity(name);
  return character.empty() ? Reference{} : Reference{bytes, false, character};
}

bool has_unsound_reference(std::string_view text) {
  for (auto at = text.find('&'); at != npos; at = text.find('&', at + 1)) {
    if (!reference_at(text, at).is_sound) return true;
  }
  return false;
}

// Where "&" means itself: behind a CDATA section, comment or instruction that begins at `begin`.
std::size_t behind_literal(std::string_view text, std::size_t begin) {
  constexpr std::pair<std::string_view, std::string_view> literals[] = {
      {"<![CDATA[", "]]>"}, {"<!--", "-->"}, {"<?", "?>"}};
  for (const auto& [open, close] : literals) {
    if (!text.substr(begin).starts_with(open)) continue;
    const auto end = text.find(close, begin + open.size());
    return end == npos ? text.size() : end + close.size();
  }
  return begin + 1;
}

// HAR-16: HTML's names become their characters, unknown ones and bare "&" stay text, impossible characters go.
void mend_references(PreparedXml& prepared) {
  const std::string_view text = prepared.text;
  if (!has_unsound_reference(text)) return;
  std::string mended;
  mended.reserve(text.size() + 256);
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t next = std::min(text.find_first_of("<&", i), text.size());
    mended.append(text.substr(i, next - i));
    i = next;
    if (i == text.size()) break;
    if (text[i] == '<') {
      const std::size_t end = behind_literal(text, i);
      mended.append(text.substr(i, end - i));
      i = end;
      continue;
    }
    const Reference reference = reference_at(text, i);
    const std::size_t bytes = std::max<std::size_t>(reference.bytes, 1);
    if (reference.is_sound) {
      mended.append(text.substr(i, bytes));
    } else {
      mended += reference.bytes == 0 ? "&amp;" : reference.becomes;
      ++prepared.mended;
    }
    i += bytes;
  }
  prepared.text = std::move(mended);
}

void mend_text(PreparedXml& prepared) {
  remove_illegal(prepared);
  mend_references(prepared);
}

}  // namespace

model::Outcome<PreparedXml> prepare_xml(std::string_view bytes, const XmlLimits& limits, bool mend) {
  if (bytes.size() > limits.page_bytes) return refusal("too_big", "The page is too large.", "Ask for smaller pages.");
  if (begins_like_no_utf8(bytes)) return refusal("bad_encoding", "The page is not written in UTF-8.");
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const bool blanks_before = bytes.size() != without_blanks(bytes).size();
  bytes = without_blanks(bytes);
  const bool displaced = blanks_before && bytes.starts_with("<?xml");  // nothing may stand before a declaration
  const Charset charset = charset_of(cut_declaration(bytes));
  if (charset == Charset::other) return refusal("bad_encoding", "The page declares an encoding that is not read here.");
  if (auto problem = something_else(bytes)) return *problem;

  PreparedXml prepared;
  if (charset == Charset::windows_1252) {
    prepared.text = from_windows_1252(bytes);
  } else if (is_utf8(bytes)) {
    prepared.text = bytes;
  } else if (mend) {
    prepared.text = repair_utf8(bytes, &prepared.mended);
  } else {
    return refusal("bad_encoding", "The page is not valid UTF-8.");
  }
  prepared.mended += displaced ? 1 : 0;
  if (mend) mend_text(prepared);
  if (auto problem = prescan_xml(prepared.text, limits)) return *problem;
  return prepared;
}

}  // namespace commonplace::formats
