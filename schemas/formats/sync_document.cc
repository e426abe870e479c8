#include "schemas/formats/sync_document.h"

#include "schemas/formats/xml.h"

namespace commonplace::formats {
namespace {

void append_element(std::string& out, std::string_view name, std::string_view text) {
  out.append("<").append(name).append(">");
  append_xml_text(out, text);
  out.append("</").append(name).append(">");
}

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out.append(" ").append(name).append("=\"");
  append_xml_attribute(out, value);
  out += "\"";
}

void append_link(std::string& out, std::string_view relation, std::string_view address) {
  if (address.empty()) return;
  out += "<rs:ln";
  append_attribute(out, "rel", relation);
  append_attribute(out, "href", address);
  out += "/>\n";
}

bool has_metadata(const SyncEntry& entry) {
  return !entry.capability.empty() || !entry.change.empty() || !entry.datetime.empty() || !entry.from.empty() ||
         !entry.sha256.empty() || entry.length >= 0 || !entry.type.empty();
}

void append_metadata(std::string& out, const SyncEntry& entry) {
  out += "<rs:md";
  append_attribute(out, "capability", entry.capability);
  append_attribute(out, "change", entry.change);
  append_attribute(out, "datetime", entry.datetime);
  append_attribute(out, "from", entry.from);
  append_attribute(out, "until", entry.until);
  if (!entry.sha256.empty()) out.append(" hash=\"sha-256:").append(entry.sha256).append("\"");
  if (entry.length >= 0) out.append(" length=\"").append(std::to_string(entry.length)).append("\"");
  append_attribute(out, "type", entry.type);
  append_attribute(out, "path", entry.path);
  out += "/>";
}

}  // namespace

SyncDocument::SyncDocument(Kind kind, const SyncHead& head) : kind_(kind) {
  text_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<";
  text_.append(kind == Kind::list ? "urlset" : "sitemapindex").append(" xmlns=\"").append(sitemap_namespace);
  text_.append("\" xmlns:rs=\"").append(resource_sync_namespace).append("\">\n");
  append_link(text_, "up", head.up);
  append_link(text_, "index", head.index);
  text_ += "<rs:md";
  append_attribute(text_, "capability", head.capability);
  append_attribute(text_, "at", head.at);
  append_attribute(text_, "from", head.from);
  append_attribute(text_, "until", head.until);
  text_ += "/>\n";
}

void SyncDocument::add(const SyncEntry& entry) {
  const std::string_view name = kind_ == Kind::list ? "url" : "sitemap";
  text_.append("<").append(name).append(">");
  append_element(text_, "loc", entry.location);
  if (!entry.last_modified.empty()) append_element(text_, "lastmod", entry.last_modified);
  if (has_metadata(entry)) append_metadata(text_, entry);
  text_.append("</").append(name).append(">\n");
}

std::string SyncDocument::finish() {
  text_ += kind_ == Kind::list ? "</urlset>\n" : "</sitemapindex>\n";
  return std::move(text_);
}

}  // namespace commonplace::formats
