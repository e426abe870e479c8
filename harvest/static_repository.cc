#include "harvest/static_repository.h"

#include <algorithm>

#include <fmt/format.h>

#include "harvest/crosswalk.h"
#include "harvest/reply_slices.h"

namespace commonplace::harvest {

using formats::XmlNode;
using model::Problem;

namespace {

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

std::string text_of(const XmlNode& parent, std::string_view child) {
  const XmlNode* node = parent.child(child);
  return node ? trimmed(node->text) : std::string();
}

// Streams the file: Identify as a small tree, then the records of the wanted list one after the other.
class StaticReader : public formats::XmlVisitor {
 public:
  StaticReader(std::string_view file, std::string_view wanted, const RecordTaker* take)
      : wanted_(wanted), take_(take), slices_(file) {}

  void open(const formats::XmlName& name, const std::vector<formats::XmlAttribute>& attributes) override {
    ++depth_;
    if (!path_.empty()) return open_inside(name, attributes);
    if (depth_ == 1) return look_at_root(name);
    if (problem) return;
    if (name.local == "resumptionToken") return refuse("resumptionToken", "has a resumptionToken; a static repository is one list");
    if (depth_ == 2) list_ = name.local == "ListRecords" ? begin_list(attributes) : "";
    const bool is_identify = depth_ == 2 && name.local == "Identify";
    const bool is_record = depth_ == 3 && name.local == "record";
    if (is_identify || is_record) begin_unit(name, attributes);
  }

  void close(const formats::XmlName&) override {
    --depth_;
    if (path_.empty()) return;
    path_.pop_back();
    if (path_.empty()) take_unit();
  }

  void text(std::string_view text) override {
    if (!path_.empty()) path_.back()->text += text;
  }

  StaticRepository result;
  std::optional<Problem> problem;

 private:
  void refuse(std::string_view where, std::string_view what) {
    if (problem) return;
    problem = Problem{"broken_rule", std::string(where), fmt::format("The static repository {}.", what),
                      "Ask its keeper to mend the file."};
  }

  void look_at_root(const formats::XmlName& name) {
    if (name.local == "Repository" && name.space == static_namespace) return;
    problem = Problem{"not_static", std::string(name.local.substr(0, 60)),
                      fmt::format("The answer is XML ({}), but not a static repository.", name.local.substr(0, 60)),
                      "Look at the address."};
  }

  std::string begin_list(const std::vector<formats::XmlAttribute>& attributes) {
    for (const auto& attribute : attributes) {
      if (attribute.name.local != "metadataPrefix") continue;
      result.prefixes.emplace_back(attribute.value);
      return result.prefixes.back();
    }
    refuse("ListRecords", "has a ListRecords without metadataPrefix");
    return {};
  }

  void begin_unit(const formats::XmlName& name, const std::vector<formats::XmlAttribute>& attributes) {
    unit_ = XmlNode{};
    fill(unit_, name, attributes);
    path_.push_back(&unit_);
  }

  void open_inside(const formats::XmlName& name, const std::vector<formats::XmlAttribute>& attributes) {
    XmlNode& node = path_.back()->children.emplace_back();
    fill(node, name, attributes);
    path_.push_back(&node);
  }

  static void fill(XmlNode& node, const formats::XmlName& name, const std::vector<formats::XmlAttribute>& attributes) {
    node.space = name.space;
    node.local = name.local;
    for (const auto& attribute : attributes) node.attributes.emplace_back(attribute.name.local, attribute.value);
  }

  void take_unit() {
    if (unit_.local == "Identify") return take_identify();
    check_header();
    Offered offered = read_offered(unit_);
    if (!offered.has_metadata) refuse("metadata", "has a record without metadata");
    slices_.find_next(offered);
    if (take_ != nullptr && !problem && list_ == wanted_) (*take_)(offered);
  }

  void take_identify() {
    if (text_of(unit_, "protocolVersion") != "2.0") refuse("protocolVersion", "does not speak OAI-PMH 2.0");
    if (unit_.child("compression")) refuse("compression", "names a compression; a static repository has none");
    if (text_of(unit_, "deletedRecord") != "no") refuse("deletedRecord", "must say that it keeps no deletions (deletedRecord: no)");
    if (text_of(unit_, "granularity") != "YYYY-MM-DD") refuse("granularity", "must count in days (granularity: YYYY-MM-DD)");
    Repository& repository = result.repository;
    repository.name = text_of(unit_, "repositoryName");
    repository.earliest = text_of(unit_, "earliestDatestamp");
    repository.deleted_records = "no";
    repository.granularity = model::Granularity::day;
    repository.admin_email = text_of(unit_, "adminEmail");
  }

  void check_header() {
    const XmlNode* header = unit_.child("header");
    if (header == nullptr) return;  // that record alone is set aside: it has no identifier
    if (!header->attribute("status").empty()) refuse("status", "has a record that is marked as deleted; a static repository leaves it out");
    if (header->child("setSpec")) refuse("setSpec", "has a record in a set; a static repository has none");
  }

  std::string wanted_;
  const RecordTaker* take_;
  RecordSlices slices_;
  XmlNode unit_;
  std::vector<XmlNode*> path_;  // open elements of the unit
  std::string list_;            // metadataPrefix of the open list
  int depth_ = 0;
};

std::string best_of(const std::vector<std::string>& prefixes, std::string_view wished) {
  const auto there = [&](std::string_view prefix) { return std::find(prefixes.begin(), prefixes.end(), prefix) != prefixes.end(); };
  if (!wished.empty()) return there(wished) ? std::string(wished) : "";
  for (const auto& format : readable_formats())
    if (there(format.prefix)) return std::string(format.prefix);
  return {};
}

std::string joined(const std::vector<std::string>& prefixes) {
  std::string names;
  for (const auto& prefix : prefixes) names += (names.empty() ? "" : ", ") + prefix.substr(0, 60);
  return names.empty() ? "none" : names;
}

}  // namespace

model::Outcome<StaticRepository> read_static_repository(const formats::PreparedXml& file, std::string_view wished_prefix,
                                                        const RecordTaker& take) {
  StaticReader look(file.text, "", nullptr);
  if (auto problem = formats::stream_xml(file, look)) return *problem;
  if (look.problem) return *look.problem;
  const std::string prefix = best_of(look.result.prefixes, wished_prefix);
  if (prefix.empty())
    return Problem{"no_format", "", fmt::format("The static repository has no format that can be read here, only: {}.", joined(look.result.prefixes)),
                   "Ask its keeper for oai_dc."};
  StaticReader reader(file.text, prefix, &take);
  if (auto problem = formats::stream_xml(file, reader)) return *problem;
  reader.result.prefixes = {prefix};
  return std::move(reader.result);
}

}  // namespace commonplace::harvest
