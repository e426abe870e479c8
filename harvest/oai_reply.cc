#include "harvest/oai_reply.h"

#include <charconv>

#include <fmt/format.h>

#include "harvest/reply_slices.h"
#include "schemas/formats/digest.h"

namespace commonplace::harvest {

using formats::XmlNode;

namespace {

constexpr std::string_view provenance_namespace = "http://www.openarchives.org/OAI/2.0/provenance";
constexpr std::size_t deepest_provenance = model::max_hops + 2;  // more than is accepted, so that it can be refused

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string text_of(const XmlNode& parent, std::string_view child) {
  const XmlNode* node = parent.child(child);
  return node ? std::string(trimmed(node->text)) : std::string();
}

std::int64_t number_or_unknown(std::string_view text) {
  text = trimmed(text);
  std::int64_t number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number >= 0 ? number : -1;
}

bool is_list(std::string_view verb) {
  return verb == "ListRecords" || verb == "ListIdentifiers" || verb == "GetRecord" || verb == "ListSets" ||
         verb == "ListMetadataFormats";
}

void read_hops(const XmlNode& origin, std::vector<model::Hop>& hops) {
  if (hops.size() == deepest_provenance) return;
  hops.push_back({.base_url = text_of(origin, "baseURL"),
                  .identifier = text_of(origin, "identifier"),
                  .datestamp = text_of(origin, "datestamp"),
                  .metadata_namespace = text_of(origin, "metadataNamespace"),
                  .harvest_date = std::string(trimmed(origin.attribute("harvestDate"))),
                  .altered = origin.attribute("altered") != "false"});
  if (const XmlNode* older = origin.child("originDescription")) read_hops(*older, hops);
}

void read_about(const XmlNode& about, Offered& record) {
  for (const XmlNode& content : about.children) {
    if (content.local == "provenance" && content.space == provenance_namespace && record.hops.empty()) {
      if (const XmlNode* origin = content.child("originDescription")) read_hops(*origin, record.hops);
    }
    if (content.local == "rights" && record.rights.empty()) {
      if (const XmlNode* reference = content.child("rightsReference"))
        record.rights = trimmed(reference->attribute("ref"));
    }
  }
}

void read_header(const XmlNode& header, Offered& record) {
  record.deleted = header.attribute("status") == "deleted";
  record.identifier = text_of(header, "identifier");
  record.datestamp = text_of(header, "datestamp");
  for (const XmlNode& child : header.children) {
    if (child.local == "setSpec") record.sets.emplace_back(trimmed(child.text));
  }
}

SetOffered read_set(const XmlNode& set) {
  SetOffered offered{
      .spec = text_of(set, "setSpec"), .name = text_of(set, "setName"), .icon = {}, .link = {}, .title = {}};
  for (const XmlNode& description : set.children) {
    const XmlNode* branding = description.local == "setDescription" ? description.child("branding") : nullptr;
    const XmlNode* icon = branding ? branding->child("collectionIcon") : nullptr;
    if (!icon) continue;
    offered.icon = text_of(*icon, "url");
    offered.link = text_of(*icon, "link");
    offered.title = text_of(*icon, "title");
  }
  return offered;
}

// Collects one unit after the other (a record, a set, Identify) as a small tree and hands it on when it closes.
class ReplyReader : public formats::XmlVisitor {
 public:
  ReplyReader(std::string_view page, const RecordTaker& take) : take_(take), slices_(page) {}

  void open(const formats::XmlName& name, const std::vector<formats::XmlAttribute>& attributes) override {
    ++depth_;
    if (!path_.empty()) return open_inside(name, attributes);
    if (depth_ == 1) return look_at_root(name);
    if (wrong_root_ || name.space != oai_namespace) return;
    const bool begins_list = depth_ == 2 && is_list(name.local);
    if (depth_ == 2 && name.local != "request") reply.verb = name.local;
    if (!begins_list && depth_ <= 3) begin_unit(name, attributes);
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

  OaiReply reply;
  std::optional<model::Problem> wrong_root() const { return wrong_root_; }

 private:
  void look_at_root(const formats::XmlName& name) {
    if (name.local == "OAI-PMH" && name.space == oai_namespace) return;
    const bool old = name.space.starts_with("http://www.openarchives.org/OAI/1.");
    wrong_root_ = model::Problem{
        old ? "old_protocol" : "not_oai", fmt::format("{} ({})", name.local.substr(0, 60), name.space.substr(0, 120)),
        old ? "The source speaks OAI-PMH 1.x; only 2.0 is read." : "The answer is XML, but not OAI-PMH 2.0.",
        old ? "Ask its keeper for an OAI-PMH 2.0 address." : "Look at the address: it should be the OAI-PMH base URL."};
  }

  void begin_unit(const formats::XmlName& name, const std::vector<formats::XmlAttribute>& attributes) {
    unit_ = XmlNode{};
    fill(unit_, name, attributes);
    path_.push_back(&unit_);
  }

  // The nodes of the path stay where they are: a vector of children grows only while none of them is open.
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
    const std::string& name = unit_.local;
    if (name == "record") return take_record();
    if (name == "responseDate") reply.response_date = trimmed(unit_.text);
    if (name == "error")
      reply.errors.push_back({std::string(unit_.attribute("code")), std::string(trimmed(unit_.text))});
    if (name == "resumptionToken") take_token();
    if (name == "header") take_header();
    if (name == "set") reply.sets.push_back(read_set(unit_));
    if (name == "metadataFormat") take_format();
    if (name == "Identify") reply.identify = std::move(unit_);
    if (name == "responseDate" || name == "error") reply.verb.clear();
  }

  void take_token() {
    reply.token = Token{std::string(trimmed(unit_.text)), number_or_unknown(unit_.attribute("completeListSize")),
                        number_or_unknown(unit_.attribute("cursor"))};
  }

  void take_header() {
    Offered offered;
    read_header(unit_, offered);
    reply.headers.push_back({std::move(offered.identifier), std::move(offered.datestamp), offered.deleted});
  }

  void take_format() {
    reply.formats.push_back(
        {text_of(unit_, "metadataPrefix"), text_of(unit_, "schema"), text_of(unit_, "metadataNamespace")});
  }

  void take_record() {
    Offered offered = read_offered(unit_);
    slices_.find_next(offered);
    ++reply.records;
    if (take_) take_(offered);
  }

  const RecordTaker& take_;
  RecordSlices slices_;
  XmlNode unit_;
  std::vector<XmlNode*> path_;  // open elements of the unit
  int depth_ = 0;
  std::optional<model::Problem> wrong_root_;
};

}  // namespace

Offered read_offered(XmlNode& record) {
  Offered offered;
  for (XmlNode& child : record.children) {
    if (child.space != oai_namespace) continue;
    if (child.local == "header") read_header(child, offered);
    if (child.local == "about") read_about(child, offered);
    if (child.local == "metadata" && !child.children.empty() && !offered.has_metadata) {
      offered.has_metadata = true;
      offered.metadata = std::move(child.children.front());
    }
  }
  return offered;
}

bool OaiReply::has_error(std::string_view code) const {
  for (const auto& error : errors) {
    if (error.code == code) return true;
  }
  return false;
}

model::Outcome<OaiReply> read_oai_reply(const formats::PreparedXml& page, const RecordTaker& take) {
  ReplyReader reader(page.text, take);
  if (auto problem = formats::stream_xml(page, reader)) return *problem;
  if (auto problem = reader.wrong_root()) return *problem;
  return std::move(reader.reply);
}

Unread unread_of(std::string identifier, std::string reason, std::size_t offset, std::string_view raw) {
  constexpr std::size_t kept = 256 * 1024;
  return {.identifier = std::move(identifier),
          .reason = std::move(reason),
          .byte_offset = static_cast<std::int64_t>(offset),
          .sha256 = formats::sha256_hex(raw),
          .raw = std::string(raw.substr(0, kept))};
}

}  // namespace commonplace::harvest
