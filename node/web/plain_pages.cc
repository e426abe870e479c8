// Not found, not now, and went wrong: pages that say what to do next (UI-162).
#include "node/web/pages.h"
#include "ui/pages.h"

namespace commonplace::web {

http::Response html_response(std::string html, int status) {
  return http::Response::text(status, "text/html; charset=utf-8", std::move(html));
}

http::Response not_found(const Context& context) {
  ui::NotFoundPage page;
  page.frame = context.frame("Not found", "/");
  page.frame.canonical.clear();
  page.frame.index = false;
  return html_response(ui::not_found_page(page), 404);
}

http::Response error_page(const Context& context, int status) {
  ui::ErrorPage page;
  page.frame = context.frame("Something is not right", "/");
  page.frame.canonical.clear();
  page.frame.index = false;
  page.status = status;
  page.request_id = context.request.id;
  return html_response(ui::error_page(page), status);
}

http::Response search_is_being_prepared(const Context& context) {
  ui::ErrorPage page;
  page.frame = context.frame("Search is being prepared", "/search");
  page.frame.index = false;
  page.status = 503;
  page.heading = "Search is being prepared";
  page.paragraphs = {"This node has just started and is reading its resources.", "Try again in a few seconds."};
  auto response = html_response(ui::error_page(page), 503);
  response.headers.push_back({"Retry-After", "2"});
  return response;
}

}  // namespace commonplace::web
