#include "node/app/renewal.h"

#include <fmt/format.h>

#include <map>
#include <sstream>

#include "node/app/frameworks.h"
#include "node/app/membership.h"
#include "node/oai/about.h"
#include "node/oai/formats.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/digest.h"
#include "schemas/formats/oai_dc.h"

namespace commonplace::app {
namespace {

constexpr int records_per_step = 500;  // OAI-48

using Versions = std::map<std::string, std::string>;

Versions parse(const std::string& text) {
  Versions out;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const auto equals = word.find('=');
    if (equals != std::string::npos) out[word.substr(0, equals)] = word.substr(equals + 1);
  }
  return out;
}

// What is not stored leaves nothing to compare with: a raised version may have changed every record. A format that is
// new changes nobody's old list.
bool has_changed_unseen(const std::string& before, const std::string& now) {
  const auto old = parse(before);
  const auto present = parse(now);
  for (const auto format : oai::all_formats) {
    const std::string prefix(oai::describe(format, {}).prefix);
    if (format == oai::Format::oai_dc || !old.contains(prefix)) continue;
    if (old.at(prefix) != present.at(prefix)) return true;
  }
  return false;
}

// Which frameworks there are, and from which files.
std::string frameworks_mark(const store::Store& store) {
  std::string all;
  for (const auto& framework : store.frameworks()) all.append(framework.id).append(" ").append(framework.sha256).append("\n");
  return all.empty() ? "none" : formats::sha256_hex(all).substr(0, 16);
}

// A peer may have been removed since: where the record came from stands with the record too.
std::string origin_of(const store::StoredRecord& record, const std::vector<store::Peer>& peers) {
  if (record.peer == 0) return std::string(local_origin);
  for (const auto& peer : peers)
    if (peer.id == record.peer) return origin_set(peer.url);
  return origin_set(record.hops.empty() ? std::string() : record.hops.front().base_url);
}

}  // namespace

std::string derived_with(const store::Store& store) {
  std::string out;
  for (const auto format : oai::all_formats)
    out += fmt::format("{}={} ", oai::describe(format, {}).prefix, oai::crosswalk_version(format));
  return out + fmt::format("about={} sets={} frameworks={}", oai::about_version, sets_version, frameworks_mark(store));
}

void mark_as_renewed(store::Store& store, model::Datestamp now) { store.render_again({}, {derived_with(store), "", 0}, now); }

bool Renewal::step(model::Datestamp now) {
  const auto target = derived_with(store_);
  auto state = store_.rendering_state();
  if (state.made_with == target) return false;
  if (state.under_way != target) state = {state.made_with, target, 0};
  if (state.done == 0) {
    statements_.reset();
    stamped_ = 0;
  }
  if (!statements_) statements_ = resolver_of(store_);

  const bool changed_elsewhere = has_changed_unseen(state.made_with, target);
  const auto records = store_.live_after(state.done, records_per_step);
  if (records.empty())
    state = {target, "", 0};
  else
    state.done = records.back().key;
  stamped_ += store_.render_again(render(records, changed_elsewhere), state, now);
  return true;
}

std::vector<store::Rendering> Renewal::render(const std::vector<store::StoredRecord>& records, bool changed_elsewhere) const {
  std::vector<store::Rendering> out;
  const auto peers = store_.peers();
  for (const auto& record : records) {
    const auto resource = formats::read_canonical(record.document);
    if (!resource) continue;  // `check` tells of it
    out.push_back({.key = record.key,
                   .version = record.version,
                   .oai_dc = formats::write_oai_dc(*resource),
                   .about = oai::about_of(resource->metadata_license, record.hops),
                   .sets = sets_of(*resource, *statements_, origin_of(record, peers)),
                   .changed_elsewhere = changed_elsewhere});
  }
  return out;
}

}  // namespace commonplace::app
