#include "harvest/whole_file_visit.h"

#include <charconv>
#include <sstream>

#include <fmt/format.h>

#include "schemas/formats/digest.h"

namespace commonplace::harvest {

namespace {

constexpr std::size_t rows_in_a_page = 500;       // one page is one transaction (HAR-23)
constexpr std::int64_t confirmed_after = 60 * 60;  // seconds (HAR-41)

std::string known(const std::string& text) {
  return is_keepable(text) ? text : "-";
}

}  // namespace

std::string WholeFileVisit::write(const Taken& taken) {
  return fmt::format("{} {} {}", known(taken.digest), known(taken.etag), known(taken.confirm));
}

std::optional<WholeFileVisit::Taken> WholeFileVisit::read(std::string_view text) {
  std::istringstream words{std::string(text)};
  Taken taken;
  std::string more;
  constexpr std::size_t digest_digits = 64;
  if (!(words >> taken.digest >> taken.etag >> taken.confirm) || words >> more) return std::nullopt;
  if (taken.digest.size() != digest_digits) return std::nullopt;
  if (taken.etag == "-") taken.etag.clear();
  if (taken.confirm == "-") taken.confirm.clear();
  return taken;
}

Origin WholeFileVisit::origin() const {
  return {.base_url = source_.url,
          .host = identifier_host(source_.url),
          .source_name = source_.name,
          .prefix = standing_.prefix,
          .record_bytes = limits_.record_bytes,
          .mended = false};
}

void WholeFileVisit::begin() {
  standing_.repository.base_url = source_.url;
  standing_.repository.deleted_records = "no";
  standing_.repository.response_date = today();
  standing_.prefix = source_.kind;
  standing_.full = true;
  if (const auto before = read(source_.checkpoint)) {
    before_ = *before;
    known_ = true;
  }
}

std::optional<Delivery> WholeFileVisit::step() {
  if (!open_) fetch();
  if (is_over()) return std::nullopt;
  Gathering gathering;
  while (next_row_ < rows() && gathering.size() < rows_in_a_page) read_row(next_row_++, gathering);
  const bool is_last = next_row_ == rows();
  if (is_last) finish_after_page(write(now_taken()), true);
  return deliver(std::move(gathering), is_last ? "" : place());
}

void WholeFileVisit::fetch() {
  const bool conditional = known_ && resumed_at().empty() && !is_due_again();
  auto reply = ask({.url = source_.url, .told = true, .accept = accept(), .etag = conditional ? before_.etag : ""});
  if (!reply) return;
  if (!reply->moved_to.empty()) note_moved(reply->moved_to);
  if (reply->status == 304 || (conditional && is_unchanged(*reply))) {
    standing_.full = false;
    return finish(write(before_), false);
  }
  if (reply->status != 200) return end(Conversation::ended_by(*reply));
  take(*reply);
}

bool WholeFileVisit::is_due_again() const {
  if (before_.confirm.empty() || !house_.now) return false;
  const auto first = model::parse_datestamp(before_.confirm);
  return !first || house_.now().seconds - first->datestamp.seconds >= confirmed_after;
}

bool WholeFileVisit::is_unchanged(const Reply& reply) const {
  return reply.status == 200 && formats::sha256_hex(reply.body) == before_.digest;
}

void WholeFileVisit::take(Reply& reply) {
  if (const auto came = instead_of(expected(), reply.body)) {
    const bool is_empty = first_look(reply.body) == Sight::nothing;
    return is_empty ? end(Ending::held, words_when_empty()) : end(Ending::failed, *came);
  }
  taken_ = {formats::sha256_hex(reply.body), reply.etag, ""};
  if (auto why = open(std::move(reply.body))) return end(std::move(*why));
  if (rows() == 0) return end(Ending::held, words_when_empty());
  open_ = true;
  progress_.declared = static_cast<std::int64_t>(rows());
  const auto blank = resumed_at().find(' ');
  if (blank == std::string::npos || resumed_at().substr(0, blank) != taken_.digest) return;
  const std::string row = resumed_at().substr(blank + 1);
  std::from_chars(row.data(), row.data() + row.size(), next_row_);
  next_row_ = std::min(next_row_, rows());
}

WholeFileVisit::Taken WholeFileVisit::now_taken() const {
  Taken taken = taken_;
  const bool is_confirmed = taken_.digest == before_.digest;
  taken.confirm = is_confirmed ? "" : today();
  return taken;
}

}  // namespace commonplace::harvest
