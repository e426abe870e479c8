#include "node/web/routes.h"

#include "node/web/alignment_api.h"
#include "node/web/api.h"
#include "node/web/case_api.h"
#include "node/web/change_feed.h"
#include "node/web/conventions.h"
#include "node/web/files.h"
#include "node/web/pages.h"
#include "node/web/resource_sync.h"
#include "node/http/error_body.h"
#include "ui/pages.h"

namespace commonplace::web {
namespace {

using Answer = http::Response (*)(const Context&, const http::Captures&);

struct Entry {
  std::string_view pattern;
  Answer answer;
  Answer json_twin = nullptr;  // for Accept: application/json (UI-2)
};

const Entry entries[] = {
    {"/", home_page, api_status},
    {"/search", search_page, api_search},
    {"/r/{id}", resource_page, api_resource},
    {"/organisations", organisations_page, api_contributors},
    {"/by/{slug}", organisation_page, api_contributor},
    {"/curriculum", curriculum_page, api_frameworks},
    {"/curriculum/{id}", framework_page, api_framework},
    {"/curriculum/{id}/{statement}", statement_page, api_statement},
    {"/about/{topic}", about_page},
    {"/fairness", fairness_page, api_fairness},
    {"/missing", missing_page},
    {"/api/v1/search", api_search},
    {"/api/v1/suggest", api_suggest},
    {"/api/v1/fairness", api_fairness},
    {"/api/v1/resources/{id}", api_resource},
    {"/api/v1/resources/{id}/signed", api_record},
    {"/api/v1/changes", api_changes},
    {"/api/v1/dump", api_dump},
    {"/api/v1/contributors", api_contributors},
    {"/api/v1/frameworks", api_frameworks},
    {"/api/v1/frameworks/{id}", api_framework},
    {"/api/v1/frameworks/{id}/statements", api_statements},
    {"/api/v1/statements/resolve", api_resolve},
    {"/api/v1/statements/suggest", api_suggest_statements},
    {"/api/v1/statements/{id}", api_any_statement},
    {"/ims/case/v1p0/CFDocuments", case_documents},
    {"/ims/case/v1p0/CFDocuments/{id}", case_document},
    {"/ims/case/v1p0/CFPackages/{id}", case_package},
    {"/ims/case/v1p0/CFItems/{id}", case_item},
    {"/ims/case/v1p0/CFItemAssociations/{id}", case_item_associations},
    {"/ims/case/v1p0/CFAssociations/{id}", case_association},
    {"/api/v1/status", api_status},
    {"/api/v1/openapi.json", api_openapi},
    {"/assets/orgs.css", organisation_colours},
    {"/assets/{path*}", asset},
    {"/by/{slug}/brand.css", brand_sheet},
    {"/media/{file}", media},
    {"/sitemap.xml", sitemap},
    {"/sitemap/{part}", sitemap_part},
    {"/robots.txt", robots},
    {"/opensearch.xml", opensearch},
    {"/feed.atom", feed},
    {"/healthz", healthz},
    {"/readyz", readyz},
    {"/.well-known/commonplace/node.json", node_document},
    {"/.well-known/did.json", node_document},
    {"/ns/record-1.xsd", record_schema},
    {"/.well-known/resourcesync", source_description},
    {"/resourcesync/capabilitylist.xml", capability_list},
    {"/resourcesync/resourcelist.xml", resource_list},
    {"/resourcesync/resourcelist/{part}", resource_list_part},
    {"/resourcesync/resourcedump.xml", resource_dump},
    {"/resourcesync/resourcedump/{part}", resource_dump_part},
    {"/resourcesync/changelist.xml", change_list},
    {"/resourcesync/changelist/{part}", change_list_part},
};

// security.md §8: exactly these on every reply.
void add_security_headers(http::Response& response) {
  const auto has = [&](std::string_view name) {
    return std::any_of(response.headers.begin(), response.headers.end(), [&](const auto& h) { return h.name == name; });
  };
  if (!has("Content-Security-Policy"))
    response.headers.push_back({"Content-Security-Policy",
                                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src "
                                "'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"});
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
  response.headers.push_back({"Referrer-Policy", "same-origin"});
  response.headers.push_back({"Cross-Origin-Opener-Policy", "same-origin"});
  response.headers.push_back({"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"});
}

// Reading is open to scripts of every site (ECO-18); pages are for people.
void add_cors(const http::Request& request, http::Response& response) {
  if (request.path.starts_with("/api/") || request.path.starts_with("/ims/") || request.path.starts_with("/.well-known/") ||
      request.path.starts_with("/resourcesync/") || request.path == "/oai")
    response.headers.push_back({"Access-Control-Allow-Origin", "*"});
}

http::Response refusal(const House& house, const http::Request& request, int status) {
  if (http::error_form(request) == http::ErrorForm::json) return http::error_response(status, request.id, http::ErrorForm::json);
  const Context context(house, request);
  return status == 404 ? not_found(context) : error_page(context, status);
}

// A page costs a look at the store: not for who is turned away because the node is busy or slow, nor for bytes that
// never became a request.
http::Response early_refusal(const House& house, const http::Request& request, int status) {
  const bool is_worth_a_page = !request.target.empty() && status < 500 && status != 408;
  return is_worth_a_page ? refusal(house, request, status) : http::error_response(status, request.id, http::error_form(request));
}

}  // namespace

http::Router make_router(std::shared_ptr<const House> house) {
  http::Router router;
  for (const auto& entry : entries)
    router.add("GET", std::string(entry.pattern), [house, entry](const http::Request& request, const http::Captures& captures) {
      const Context context(*house, request);
      const bool twin = entry.json_twin && context.wants_json();
      auto response = (twin ? entry.json_twin : entry.answer)(context, captures);
      if (entry.json_twin) response.headers.push_back({"Vary", "Accept"});
      return response;
    });
  const auto oai = [house](const http::Request& request, const http::Captures&) { return house->site.oai(request); };
  router.add("GET", "/oai", oai);
  router.add("POST", "/oai", oai);
  router.add("POST", "/missing", [house](const http::Request& request, const http::Captures& captures) {
    return missing_page(Context(*house, request), captures);
  });
  router.on_refusal([house](const http::Request& request, int status) { return refusal(*house, request, status); });
  return router;
}

Front make_front(Site site) {
  const auto house = std::make_shared<const House>(std::move(site));
  const auto router = std::make_shared<const http::Router>(make_router(house));
  Front front;
  front.answer = [router](const http::Request& request) {
    auto response = router->answer(request);
    add_security_headers(response);
    add_cors(request, response);
    return response;
  };
  front.refuse = [house](const http::Request& request, int status) {
    auto response = early_refusal(*house, request, status);
    add_security_headers(response);
    return response;
  };
  return front;
}

http::Handler make_handler(Site site) {
  return make_front(std::move(site)).answer;
}

}  // namespace commonplace::web
