#include "node/web/dump_pieces.h"

#include <charconv>
#include <sstream>

#include <fmt/format.h>

namespace commonplace::web {
namespace {

// Digits and nothing else.
std::optional<store::Seq> number_in(std::string_view digits) {
  store::Seq number = 0;
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return {};
  if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec != std::errc()) return {};
  return number;
}

// The changes behind which a new archive begins.
std::vector<store::Seq> find_cuts(const Context& context, const ChangePart& part) {
  std::vector<store::Seq> cuts;
  std::int64_t bytes = 0;
  store::Seq before = part.since;
  context.store().visit_changes({.since = part.since,
                                 .until = part.until,
                                 .limit = static_cast<int>(changes_per_part),
                                 .live_only = true,
                                 .detail = store::Detail::documents},
                                [&](const store::ChangeRow& row) {
                                  const auto size = static_cast<std::int64_t>(row.document.size());
                                  if (bytes > 0 && bytes + size > context.house.site.archive_bytes) {
                                    cuts.push_back(before);
                                    bytes = 0;
                                  }
                                  bytes += size;
                                  before = row.seq;
                                });
  return cuts;
}

std::vector<store::Seq> cuts_of(const Context& context, const ChangePart& part, store::Seq last) {
  if (!part.is_closed(last)) return find_cuts(context, part);
  const auto& kept = context.house.kept_parts;
  const auto name = fmt::format("resources-{}.cuts", part.number());
  const auto made_from = context.store().life();
  std::vector<store::Seq> cuts;
  if (const auto text = kept.find(name, made_from)) {
    std::istringstream words(*text);
    for (store::Seq cut = 0; words >> cut;) cuts.push_back(cut);
    return cuts;
  }
  cuts = find_cuts(context, part);
  std::string text;
  for (const auto cut : cuts) text += fmt::format("{} ", cut);
  kept.keep(name, made_from, text);
  return cuts;
}

}  // namespace

std::string DumpPiece::name() const {
  return range.since == part.since ? std::to_string(part.number()) : fmt::format("{}-{}", part.number(), range.since);
}

std::vector<DumpPiece> pieces_of(const Context& context, const ChangePart& part, store::Seq last) {
  std::vector<DumpPiece> pieces;
  store::Seq since = part.since;
  for (const auto cut : cuts_of(context, part, last)) {
    pieces.push_back({part, {since, cut}});
    since = cut;
  }
  pieces.push_back({part, {since, part.until}});
  return pieces;
}

std::optional<ChangePart> part_with_digits(std::string_view digits, store::Seq last) {
  const auto number = number_in(digits);
  if (!number || *number > last / changes_per_part) return {};
  return part_numbered(*number);
}

std::optional<DumpPiece> piece_named(const Context& context, std::string_view name, store::Seq last) {
  const auto dash = name.find('-');
  const auto part = part_with_digits(name.substr(0, dash), last);
  if (!part) return {};
  const auto since = dash == std::string_view::npos ? part->since : number_in(name.substr(dash + 1));
  for (const auto& piece : pieces_of(context, *part, last))
    if (piece.range.since == since && piece.name() == name) return piece;
  return {};
}

}  // namespace commonplace::web
