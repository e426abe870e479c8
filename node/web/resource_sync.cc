#include "node/web/resource_sync.h"

#include <fmt/format.h>

#include "node/http/conditional.h"
#include "node/web/change_parts.h"
#include "node/web/change_request.h"
#include "node/web/dump_pieces.h"
#include "node/web/pages.h"
#include "node/web/record_writer.h"
#include "schemas/formats/digest.h"
#include "schemas/formats/sync_document.h"
#include "schemas/formats/zip.h"

namespace commonplace::web {
namespace {

using formats::SyncDocument;
using Kind = SyncDocument::Kind;

struct List {
  std::string_view capability;
  bool is_of_changes;

  std::string path() const { return fmt::format("/resourcesync/{}.xml", capability); }
  std::string path_of(const ChangePart& part) const { return fmt::format("/resourcesync/{}/{}.xml", capability, part.number()); }
};
constexpr std::string_view dump_path = "/resourcesync/resourcedump.xml";

constexpr List resources{"resourcelist", false};
constexpr List changes{"changelist", true};

constexpr std::string_view description_path = "/.well-known/resourcesync";
constexpr std::string_view capabilities_path = "/resourcesync/capabilitylist.xml";

http::Response xml(std::string body) {
  auto response = http::Response::text(200, "application/xml; charset=utf-8", std::move(body));
  response.headers.push_back({"Cache-Control", "no-cache"});
  return response;
}

// What a list says of the time it is about: all there is now, or all that changed from here on.
struct Times {
  std::string at;
  std::string from;
  std::string until;
};

Times times_of(const Context& context, const List& list) {
  if (!list.is_of_changes) return {model::format_datestamp(context.request.now), {}, {}};
  return {{}, model::format_datestamp(context.store().created()), {}};
}

// A part of the changes goes from its first change to the first of the part that follows.
Times times_of(const Context& context, const List& list, const ChangePart& part) {
  if (!list.is_of_changes) return times_of(context, list);
  const auto own = next_part(context.store(), part.since, false);
  const auto next = next_part(context.store(), part.until, false);
  const bool is_empty = !own || own->part.since != part.since;
  return {{},
          model::format_datestamp(is_empty ? context.store().created() : own->begins),
          next ? model::format_datestamp(next->begins) : std::string()};
}

std::string_view change_word(const store::ChangeRow& row) {
  if (row.deleted) return "deleted";
  return row.version == 1 ? "created" : "updated";
}

void add_record(SyncDocument& document, const Context& context, const List& list, const store::ChangeRow& row, RecordWriter& writer,
                std::string& envelope) {
  const auto address = record_address(context, row.public_id);
  const auto date = std::string(writer.date(row.datestamp));
  formats::SyncEntry entry{.location = address, .last_modified = date};
  if (list.is_of_changes) entry.change = change_word(row), entry.datetime = date;
  if (row.deleted) return document.add(entry);
  envelope.clear();
  writer.append_envelope(envelope, row);
  const auto digest = formats::sha256_hex(envelope);
  entry.sha256 = digest;
  entry.length = static_cast<std::int64_t>(envelope.size());
  entry.type = "application/json";
  document.add(entry);
}

std::string write_part(const Context& context, const List& list, const ChangePart& part, bool is_whole) {
  const auto times = is_whole ? times_of(context, list) : times_of(context, list, part);
  const auto up = context.absolute(capabilities_path);
  const auto index = is_whole ? std::string() : context.absolute(list.path());
  std::string text;
  write_records(context, [&](RecordWriter& writer) {
    SyncDocument document(Kind::list, {list.capability, times.at, times.from, times.until, up, index});
    std::string envelope;
    context.store().visit_changes({.since = part.since,
                                   .until = part.until,
                                   .limit = static_cast<int>(changes_per_part),
                                   .live_only = !list.is_of_changes,
                                   .detail = store::Detail::documents},
                                  [&](const store::ChangeRow& row) { add_record(document, context, list, row, writer, envelope); });
    text = document.finish();
  });
  return text;
}

// One question a part: parts from which every record has moved on are jumped over.
std::string write_index(const Context& context, const List& list) {
  const auto times = times_of(context, list);
  const auto up = context.absolute(capabilities_path);
  SyncDocument document(Kind::index, {list.capability, times.at, times.from, times.until, up, {}});
  for (auto found = next_part(context.store(), 0, !list.is_of_changes); found;) {
    const auto next = next_part(context.store(), found->part.until, !list.is_of_changes);
    const auto address = context.absolute(list.path_of(found->part));
    const auto from = list.is_of_changes ? model::format_datestamp(found->begins) : std::string();
    const auto until = list.is_of_changes && next ? model::format_datestamp(next->begins) : std::string();
    document.add({.location = address, .from = from, .until = until});
    found = next;
  }
  return document.finish();
}

http::Response answer_unless_known(const Context& context, const std::function<std::string()>& write) {
  auto response = xml({});
  response.etag = http::weak_tag(state_tag(context, context.store().last_seq()));
  if (!http::is_unchanged(context.request, response)) response.body = write();
  return response;
}

http::Response whole(const Context& context, const List& list) {
  return answer_unless_known(context, [&] {
    const auto last = context.store().last_seq();
    return last <= changes_per_part ? write_part(context, list, part_numbered(0), true) : write_index(context, list);
  });
}

// ---- the dump ----------------------------------------------------------------------------------------------------------

std::string write_dump(const Context& context) {
  const auto last = context.store().last_seq();
  const auto at = model::format_datestamp(context.request.now);
  const auto up = context.absolute(capabilities_path);
  SyncDocument document(Kind::list, {.capability = "resourcedump", .at = at, .up = up});
  for (auto found = next_part(context.store(), 0, true); found; found = next_part(context.store(), found->part.until, true)) {
    for (const auto& piece : pieces_of(context, found->part, last)) {
      const auto address = context.absolute(fmt::format("/resourcesync/resourcedump/{}.zip", piece.name()));
      document.add({.location = address, .type = "application/zip"});
    }
  }
  return document.finish();
}

// An archive says in manifest.xml what its files are.
std::string write_archive(const Context& context, const ChangePart& range) {
  const auto at = model::format_datestamp(context.request.now);
  const auto up = context.absolute(dump_path);
  std::string archive;
  write_records(context, [&](RecordWriter& writer) {
    formats::ZipWriter zip;
    SyncDocument manifest(Kind::list, {.capability = "resourcedump-manifest", .at = at, .up = up});
    context.store().visit_changes({.since = range.since,
                                   .until = range.until,
                                   .limit = static_cast<int>(changes_per_part),
                                   .live_only = true,
                                   .detail = store::Detail::documents},
                                  [&](const store::ChangeRow& row) {
                                    std::string envelope;
                                    writer.append_envelope(envelope, row);
                                    const auto name = fmt::format("resources/{}.json", row.public_id);
                                    manifest.add({.location = record_address(context, row.public_id),
                                                  .last_modified = std::string(writer.date(row.datestamp)),
                                                  .sha256 = formats::sha256_hex(envelope),
                                                  .length = static_cast<std::int64_t>(envelope.size()),
                                                  .type = "application/json",
                                                  .path = "/" + name});
                                    zip.add(name, std::move(envelope), row.datestamp);
                                  });
    zip.add("manifest.xml", manifest.finish(), context.request.now);
    archive = zip.finish();
  });
  return archive;
}

// Made once a piece, and again only when one of its records has changed since.
std::string archive_of(const Context& context, const DumpPiece& piece, store::Seq last, const std::string& made_from) {
  const auto name = fmt::format("resources-{}.zip", piece.name());
  const auto& kept = context.house.kept_parts;
  const bool is_closed = piece.part.is_closed(last);
  if (auto bytes = is_closed ? kept.find(name, made_from) : std::nullopt) return std::move(*bytes);
  auto bytes = write_archive(context, piece.range);
  if (is_closed) kept.keep(name, made_from, bytes);
  return bytes;
}

// "12.xml" → "12"; nullopt where the name ends otherwise.
std::optional<std::string_view> without(std::string_view extension, std::string_view name) {
  if (!name.ends_with(extension)) return {};
  return name.substr(0, name.size() - extension.size());
}

http::Response one_part(const Context& context, const List& list, const std::string& name) {
  const auto digits = without(".xml", name);
  const auto part = digits ? part_with_digits(*digits, context.store().last_seq()) : std::nullopt;
  if (!part) return not_found(context);
  return answer_unless_known(context, [&] { return write_part(context, list, *part, false); });
}

}  // namespace

http::Response source_description(const Context& context, const http::Captures&) {
  SyncDocument document(Kind::list, {.capability = "description"});
  document.add({.location = context.absolute(capabilities_path), .capability = "capabilitylist"});
  return xml(document.finish());
}

http::Response capability_list(const Context& context, const http::Captures&) {
  const auto up = context.absolute(description_path);
  SyncDocument document(Kind::list, {.capability = "capabilitylist", .up = up});
  for (const auto& list : {resources, changes}) {
    const auto address = context.absolute(list.path());
    document.add({.location = address, .capability = list.capability});
  }
  const auto dump = context.absolute(dump_path);
  document.add({.location = dump, .capability = "resourcedump"});
  return xml(document.finish());
}

http::Response resource_dump(const Context& context, const http::Captures&) {
  return answer_unless_known(context, [&] { return write_dump(context); });
}

http::Response resource_dump_part(const Context& context, const http::Captures& captures) {
  const auto last = context.store().last_seq();
  const std::string asked(captures["part"]);
  const auto name = without(".zip", asked);
  const auto piece = name ? piece_named(context, *name, last) : std::nullopt;
  if (!piece) return not_found(context);
  const auto made_from = fingerprint(context.store(), piece->range) + "-" + context.directory->looks();
  auto response = http::Response::text(200, "application/zip", {});
  response.headers.push_back({"Cache-Control", "no-cache"});
  response.etag = "\"zip-" + made_from + "\"";
  if (!http::is_unchanged(context.request, response)) response.body = archive_of(context, *piece, last, made_from);
  return response;
}

http::Response resource_list(const Context& context, const http::Captures&) { return whole(context, resources); }
http::Response change_list(const Context& context, const http::Captures&) { return whole(context, changes); }
http::Response resource_list_part(const Context& context, const http::Captures& captures) {
  return one_part(context, resources, captures["part"]);
}
http::Response change_list_part(const Context& context, const http::Captures& captures) {
  return one_part(context, changes, captures["part"]);
}

}  // namespace commonplace::web
