// The node as a ResourceSync source (ANSI/NISO Z39.99-2017): what can be taken, all records, all changes. The resources
// are the records as they answer by themselves; a hash is that of their bytes. Lists are cut along the change log.
#pragma once

#include "node/http/router.h"
#include "node/web/context.h"

namespace commonplace::web {

http::Response source_description(const Context& context, const http::Captures& captures);
http::Response capability_list(const Context& context, const http::Captures& captures);
// One list, or the index of its parts where the log is longer than one part.
http::Response resource_list(const Context& context, const http::Captures& captures);
http::Response change_list(const Context& context, const http::Captures& captures);
// ZIP archives, one for each part of the resource list, and the list of them.
http::Response resource_dump(const Context& context, const http::Captures& captures);
http::Response resource_dump_part(const Context& context, const http::Captures& captures);
http::Response resource_list_part(const Context& context, const http::Captures& captures);
http::Response change_list_part(const Context& context, const http::Captures& captures);

}  // namespace commonplace::web
