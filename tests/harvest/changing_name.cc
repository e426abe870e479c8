#include "changing_name.h"

#include <dlfcn.h>
#include <netdb.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>

namespace {

// Numeric addresses that the name "changing.example" has at the moment, blank-separated; looked up anew each time.
std::mutex name_mutex;
std::string addresses_of_name;
std::atomic<int> lookups{0};

using Lookup = int (*)(const char*, const char*, const addrinfo*, addrinfo**);

// The answers for several addresses as one list, made of parts that the real freeaddrinfo() can free.
int look_up_all(Lookup real, const std::string& addresses, const char* service, const addrinfo* hints, addrinfo** result) {
  addrinfo numeric = hints ? *hints : addrinfo{};
  numeric.ai_flags = AI_NUMERICHOST;
  numeric.ai_family = AF_UNSPEC;
  addrinfo** end = result;
  *result = nullptr;
  for (std::size_t begin = 0; begin < addresses.size();) {
    const auto stop = std::min(addresses.find(' ', begin), addresses.size());
    if (real(addresses.substr(begin, stop - begin).c_str(), service, &numeric, end) != 0) return EAI_NONAME;
    while (*end) end = &(*end)->ai_next;
    begin = stop + 1;
  }
  return *result ? 0 : EAI_NONAME;
}

}  // namespace

// Takes the place of the C library's in this program, for libcurl too.
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** result) {
  static const auto real = reinterpret_cast<Lookup>(dlsym(RTLD_NEXT, "getaddrinfo"));
  if (!node || std::strcmp(node, "changing.example") != 0) return real(node, service, hints, result);
  ++lookups;
  const std::lock_guard lock(name_mutex);
  return look_up_all(real, addresses_of_name, service, hints, result);
}

namespace commonplace::harvest {

void name_means(const std::string& addresses) {
  const std::lock_guard lock(name_mutex);
  addresses_of_name = addresses;
}

int name_lookups() { return lookups; }

}  // namespace commonplace::harvest
