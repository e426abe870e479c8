// What can be saved of a damaged page: every whole <record>, read alone under the root's namespaces (HAR-15).
#include <algorithm>

#include "harvest/oai_reply.h"
#include "harvest/reply_slices.h"

namespace commonplace::harvest {

namespace {

constexpr std::string_view root_name = "OAI-PMH";

std::string_view part(std::string_view text, const formats::Slice& slice) {
  return text.substr(slice.begin, slice.end - slice.begin);
}

// The start tag of the root as written, with everything in front of it; and how its end tag is written.
struct Frame {
  std::string head;
  std::string tail;
  int mended = 0;  // characters of it that are mended each time it is read
};

// A page may repeat the root's name a million times: looking around one of them has an end.
constexpr std::size_t most_prefix_bytes = 64;
constexpr std::size_t most_root_bytes = 64 * 1024;  // with all in front of it
constexpr std::size_t most_end_tag_bytes = 256;

// The prefix with colon, or nothing; nullopt where the name at `name` begins no tag.
std::optional<std::string> prefix_before(std::string_view text, std::size_t place, std::string_view opening) {
  const std::size_t from = place > most_prefix_bytes + 3 ? place - most_prefix_bytes - 3 : 0;
  const std::string_view bytes = text.substr(from, place - from + 1);
  const std::size_t name = place - from;
  const std::size_t begin = bytes.rfind(opening, name);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::string_view between = bytes.substr(begin + opening.size(), name - begin - opening.size());
  if (between.empty()) return std::string();
  const bool is_prefix = between.size() <= most_prefix_bytes && between.back() == ':' &&
                         between.find_first_of(" \t\r\n<>\"'=/!?") == std::string_view::npos;
  return is_prefix ? std::optional(std::string(between)) : std::nullopt;
}

std::optional<Frame> frame_of(std::string_view page) {
  const std::string_view bytes = page.substr(0, most_root_bytes);
  for (std::size_t name = bytes.find(root_name); name != std::string_view::npos;
       name = bytes.find(root_name, name + 1)) {
    const auto prefix = prefix_before(bytes, name, "<");
    const std::size_t end = bytes.find('>', name);
    if (!prefix || end == std::string_view::npos) continue;
    const std::string list = *prefix + "ListRecords";  // records stand in an element of the root's own namespace
    return Frame{std::string(bytes.substr(0, end + 1)) + "<" + list + ">",
                 "</" + list + "></" + *prefix + std::string(root_name) + ">", 0};
  }
  return std::nullopt;
}

// Reads a piece of the page inside the frame. `mended` grows by what was mended in the piece.
model::Outcome<OaiReply> read_piece(const Frame& frame, std::string_view piece, const formats::XmlLimits& limits,
                                    bool mend, int& mended, const RecordTaker& take) {
  std::string page = frame.head;
  page += piece;
  page += frame.tail;
  auto prepared = formats::prepare_xml(page, limits, mend);
  if (!prepared) return prepared.problem();
  const int in_piece = std::max(0, prepared->mended - frame.mended);
  auto read = read_oai_reply(*prepared, [&](Offered& record) {
    record.mended = in_piece > 0;
    if (take) take(record);
  });
  if (read) mended += in_piece;
  return read;
}

// U+0000 spoils its record (SEC-50), and asking again would bring it again.
std::string reason_of(const model::Problem& problem, std::string_view record) {
  return record.find('\0') == std::string_view::npos ? problem.kind : "bad_encoding";
}

// The identifier of a record that cannot be read, as far as it can be seen.
std::string seen_identifier(std::string_view record) {
  const auto found = formats::find_elements(record, "identifier");
  if (found.empty()) return {};
  const std::string_view text = inside_of(part(record, found.front()));
  const bool plain = text.size() <= 512 && text.find_first_of("<&") == std::string_view::npos;
  if (!plain) return {};
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

std::size_t end_of_root(std::string_view bytes) {
  for (std::size_t name = bytes.rfind(root_name); name != std::string_view::npos && name > 0;
       name = bytes.rfind(root_name, name - 1)) {
    if (!prefix_before(bytes, name, "</")) continue;
    const std::size_t end = bytes.substr(name, most_end_tag_bytes).find('>');
    if (end != std::string_view::npos) return name + end + 1;
  }
  return std::string_view::npos;
}

}  // namespace

bool is_cut(std::string_view bytes) {
  return end_of_root(bytes) == std::string_view::npos;
}

bool goes_on_after_the_end(std::string_view bytes) {
  const std::size_t end = end_of_root(bytes);
  if (end == std::string_view::npos) return false;
  std::string_view rest = bytes.substr(end);
  while (true) {
    const std::size_t next = rest.find_first_not_of(" \t\r\n");
    if (next == std::string_view::npos) return false;
    rest.remove_prefix(next);
    const std::size_t comment_end = rest.starts_with("<!--") ? rest.find("-->", 4) : std::string_view::npos;
    if (comment_end == std::string_view::npos) return true;
    rest.remove_prefix(comment_end + 3);
  }
}

std::optional<Salvage> salvage_oai_reply(std::string_view bytes, const formats::XmlLimits& limits, bool mend,
                                         const RecordTaker& take) {
  auto frame = frame_of(bytes);
  const auto records = formats::find_elements(bytes, "record");
  if (!frame || records.empty()) return std::nullopt;
  if (const auto empty = formats::prepare_xml(frame->head + frame->tail, limits, mend)) frame->mended = empty->mended;

  Salvage salvage;
  salvage.cut = is_cut(bytes);
  salvage.end = records.back().end;
  salvage.mended = frame->mended;
  for (const auto& slice : records) {
    const std::string_view raw = part(bytes, slice);
    const auto keep = [&](Offered& record) {
      record.offset = slice.begin;
      record.raw = raw;
      take(record);
      ++salvage.reply.records;
    };
    const auto read = read_piece(*frame, raw, limits, mend, salvage.mended, keep);
    if (!read)
      salvage.unread.push_back(unread_of(seen_identifier(raw), reason_of(read.problem(), raw), slice.begin, raw));
  }

  const std::string_view head = bytes.substr(0, records.front().begin);
  if (const auto dates = formats::find_elements(head, "responseDate"); !dates.empty()) {
    salvage.reply.response_date = inside_of(part(head, dates.front())).substr(0, longest_date);
  }
  const std::string_view rest = bytes.substr(records.back().end);
  if (const auto tokens = formats::find_elements(rest, "resumptionToken"); !tokens.empty()) {
    auto read = read_piece(*frame, part(rest, tokens.front()), limits, mend, salvage.mended, {});
    if (read) salvage.reply.token = std::move(read->token);
  }
  return salvage;
}

}  // namespace commonplace::harvest
