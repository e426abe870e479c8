#include "node/web/rendered_resource.h"

#include <algorithm>

#include <fmt/format.h>

#include "node/web/json_shapes.h"
#include "schemas/formats/exchange.h"
#include "schemas/formats/lom.h"
#include "schemas/formats/lrmi.h"
#include "schemas/formats/mods.h"
#include "schemas/formats/oai_dc.h"
#include "schemas/formats/schema_org.h"

namespace commonplace::web {
namespace {

using formats::Exchange;

const std::string* argument(const Context& context, std::string_view name) {
  const auto& query = context.request.query;
  const auto found = std::find_if(query.begin(), query.end(), [&](const auto& one) { return one.name == name; });
  return found == query.end() ? nullptr : &found->value;
}

http::Response unknown_format() {
  std::string names;
  for (const Exchange format : formats::all_exchanges)
    names.append(names.empty() ? "" : ", ").append(formats::exchange_name(format));
  return problems_response(400, {{"unknown-format", "format", "this is no format that records are written in",
                                  "Use one of " + names + "."}});
}

http::Response xml(std::string_view type, const std::string& element) {
  return http::Response::text(200, std::string(type), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + element + "\n");
}

http::Response rendered(const Context& context, const Shown& shown, Exchange format) {
  constexpr std::string_view plain_xml = "application/xml; charset=utf-8";
  switch (format) {
    case Exchange::oai_dc: return xml(plain_xml, formats::write_oai_dc(shown.resource));
    case Exchange::lom: return xml(plain_xml, formats::write_lom(shown.resource));
    case Exchange::lrmi: return xml("application/rdf+xml; charset=utf-8", formats::write_lrmi(shown.resource));
    case Exchange::mods: return xml("application/mods+xml; charset=utf-8", formats::write_mods(shown.resource));
    case Exchange::cpl:
      return http::Response::redirect(303, "/api/v1/resources/" + shown.record.public_id + "/signed");
    case Exchange::schema_org: {
      const auto document = formats::write_schema_org(shown.resource, context.absolute(shown.path()));
      return http::Response::text(200, "application/ld+json", json::canonical(document));
    }
  }
  return unknown_format();
}

}  // namespace

std::optional<http::Response> rendered_resource(const Context& context, const Shown& shown) {
  const auto* name = argument(context, "format");
  if (name == nullptr) return {};
  const auto format = formats::find_exchange(*name);
  if (!format) return unknown_format();
  const auto* loss = argument(context, "loss");
  const bool wants_loss = loss != nullptr && *loss != "0";
  auto response = wants_loss ? http::Response::text(200, "application/json; charset=utf-8",
                                                    write_loss_report(loss_report(shown.resource, *format)))
                             : rendered(context, shown, *format);
  response.etag = fmt::format("\"{}-{}-{}{}\"", shown.record.public_id, shown.record.version, *name, wants_loss ? "-loss" : "");
  return response;
}

}  // namespace commonplace::web
