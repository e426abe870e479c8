// Single questions to a sandboxed child process: fetch an address, find out what it is, read a kept record once more. No
// byte of a stranger's is parsed outside it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "harvest/curl_fetcher.h"
#include "harvest/detect.h"
#include "harvest/second_reading.h"
#include "node/app/child_start.h"

namespace commonplace::app {

// Fetches in a child that is started at the first call and kept. A child that ends costs the caller a FetchProblem.
std::unique_ptr<harvest::Fetcher> make_child_fetcher(ChildOptions options, harvest::CurlOptions curl);

// harvest::detect() in a child of its own. One that ends or talks nonsense has found nothing, and says so.
harvest::Found detect_in_child(const ChildOptions& options, const harvest::CurlOptions& curl, const std::string& url);

// harvest::read_again() in a child of its own; nullopt also where that ends or talks nonsense.
std::optional<harvest::Delivered> read_again_in_child(const ChildOptions& options, const harvest::CurlOptions& curl,
                                                      const harvest::KeptRecord& kept);

}  // namespace commonplace::app
