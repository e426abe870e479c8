#include "harvest/oai_reply.h"

#include <charconv>

#include <fmt/format.h>

#include "schemas/formats/digest.h"

namespace commonplace::harvest {

using formats::XmlNode;

namespace {

constexpr std::string_view provenance_namespace = "http://www.openarchives.org/OAI/2.0/provenance";
constexpr std::size_t longest_identifier = 16 * 1024;  // of what could not be read
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

// Collects one unit after the other (a set, Identify, what stands beside the header of a record) as a small tree and
// hands it on when it closes. Where a record and its parts stand in the bytes is noted on the way.
class ReplyReader : public formats::XmlVisitor {
 public:
  ReplyReader(std::string_view page, const RecordTaker& take) : page_(page), take_(take) {}

  void open(const formats::XmlName& name, const std::vector<formats::XmlAttribute>& attributes) override {
    ++depth_;
    if (!path_.empty()) return open_inside(name, attributes);
    if (record_depth_ > 0) return open_in_record(name, attributes);
    if (depth_ == 1) return look_at_root(name);
    if (wrong_root_ || name.space != oai_namespace) return;
    const bool begins_list = depth_ == 2 && is_list(name.local);
    if (depth_ == 2 && name.local != "request") reply.verb = name.local;
    if (begins_list || depth_ > 3) return;
    name.local == "record" ? begin_record() : begin_unit(name, attributes);
  }

  void close(const formats::XmlName&) override {
    --depth_;
    if (!path_.empty()) return close_inside();
    if (record_depth_ == 0) return;
    if (record_depth_ > 1) return close_in_record();
    take_record();
  }

  void text(std::string_view text) override {
    if (!path_.empty()) {
      path_.back()->text += text;
    } else if (field_ != nullptr && record_depth_ == 3) {
      *field_ += text;
    }
  }

  OaiReply reply;
  std::optional<model::Problem> wrong_root() const { return wrong_root_; }

 private:
  // Where we are in a record, beside the trees of its metadata and <about>.
  enum class Part { none, header, metadata, about };

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
    auto& siblings = path_.back()->children;
    if (siblings.capacity() == 0) siblings.reserve(8);
    XmlNode& node = siblings.emplace_back();
    fill(node, name, attributes);
    path_.push_back(&node);
  }

  static void fill(XmlNode& node, const formats::XmlName& name, const std::vector<formats::XmlAttribute>& attributes) {
    node.space = name.space;
    node.local = name.local;
    for (const auto& attribute : attributes) node.attributes.emplace_back(attribute.name.local, attribute.value);
  }

  void close_inside() {
    path_.pop_back();
    if (!path_.empty()) return;
    if (record_depth_ == 0) return take_unit();
    if (part_ == Part::metadata) record_.bytes = since(metadata_begin_);
    if (part_ == Part::about) take_about();
  }

  std::string_view since(std::size_t begin) const { return page_.substr(begin, offset() - begin); }

  // ---- records

  void begin_record() {
    record_ = Offered{};
    record_.offset = offset();
    record_depth_ = 1;
    part_ = Part::none;
    field_ = nullptr;
  }

  void open_in_record(const formats::XmlName& name, const std::vector<formats::XmlAttribute>& attributes) {
    ++record_depth_;
    if (record_depth_ == 2) return begin_part(name, attributes);
    if (record_depth_ > 3) return;
    if (part_ == Part::header) begin_field(name);
    if (part_ == Part::metadata && !record_.has_metadata) begin_metadata(name, attributes);
  }

  void begin_part(const formats::XmlName& name, const std::vector<formats::XmlAttribute>& attributes) {
    part_ = Part::none;
    if (name.space != oai_namespace) return;
    if (name.local == "metadata") part_ = Part::metadata;
    if (name.local == "header") {
      part_ = Part::header;
      for (const auto& attribute : attributes)
        if (attribute.name.local == "status") record_.deleted = attribute.value == "deleted";
    }
    if (name.local == "about") {
      part_ = Part::about;
      about_begin_ = offset();
      begin_tree(about_, name, attributes);
    }
  }

  void begin_metadata(const formats::XmlName& name, const std::vector<formats::XmlAttribute>& attributes) {
    record_.has_metadata = true;
    metadata_begin_ = offset();
    begin_tree(record_.metadata, name, attributes);
  }

  // The element that opens is the root of a tree of its own.
  void begin_tree(XmlNode& root, const formats::XmlName& name,
                  const std::vector<formats::XmlAttribute>& attributes) {
    root = XmlNode{};
    fill(root, name, attributes);
    path_.push_back(&root);
    --record_depth_;  // the tree counts for itself
  }

  void begin_field(const formats::XmlName& name) {
    field_ = name.local == "identifier"  ? &record_.identifier
             : name.local == "datestamp" ? &record_.datestamp
             : name.local == "setSpec"   ? &record_.sets.emplace_back()
                                         : nullptr;
    const bool again = field_ != nullptr && name.local != "setSpec" && !field_->empty();
    if (again) field_ = nullptr;  // the first counts
  }

  void close_in_record() {
    if (--record_depth_ != 2) return;
    if (field_ != nullptr) trim(*field_);
    field_ = nullptr;
  }

  static void trim(std::string& text) {
    const std::string_view inner = trimmed(text);
    if (inner.size() != text.size()) text = std::string(inner);
  }

  void take_about() {
    record_.about += since(about_begin_);
    read_about(about_, record_);
  }

  void take_record() {
    record_depth_ = 0;
    record_.raw = since(record_.offset);
    ++reply.records;
    if (take_) take_(record_);
  }

  // ---- the rest

  void take_unit() {
    const std::string& name = unit_.local;
    if (name == "responseDate") reply.response_date = trimmed(unit_.text).substr(0, longest_date);
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

  std::string_view page_;
  const RecordTaker& take_;
  XmlNode unit_;
  std::vector<XmlNode*> path_;  // open elements of a tree
  int depth_ = 0;
  std::optional<model::Problem> wrong_root_;

  Offered record_;
  int record_depth_ = 0;  // open elements of the record but those of a tree; 0: no record is open
  Part part_ = Part::none;
  std::string* field_ = nullptr;  // of the header, being read
  XmlNode about_;
  std::size_t metadata_begin_ = 0;
  std::size_t about_begin_ = 0;
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
  return {.identifier = identifier.size() <= longest_identifier ? std::move(identifier) : std::string(),
          .reason = std::move(reason),
          .byte_offset = static_cast<std::int64_t>(offset),
          .sha256 = formats::sha256_hex(raw),
          .raw = std::string(raw.substr(0, kept))};
}

}  // namespace commonplace::harvest
