#include "node/app/sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <malloc.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <memory>

namespace commonplace::app {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_sanitized = true;
#else
constexpr bool is_sanitized = false;
#endif

void limit(int resource, rlim_t value) {
  const rlimit both{value, value};
  setrlimit(static_cast<__rlimit_resource_t>(resource), &both);
}

void set_limits(const SandboxLimits& limits) {
  mallopt(M_ARENA_MAX, 1);  // each arena reserves 128 MiB of addresses, which RLIMIT_AS counts
  if (!is_sanitized) limit(RLIMIT_AS, limits.memory_bytes);
  limit(RLIMIT_CPU, static_cast<rlim_t>(limits.processor.count()));
  limit(RLIMIT_NOFILE, static_cast<rlim_t>(limits.descriptors));
  limit(RLIMIT_CORE, 0);
}

// ---- files (Landlock; glibc has no names for its calls) -------------------------------------------------------------

// What TLS, name resolution and the loading of their modules read. Those that are not there are passed over.
constexpr const char* readable[] = {
    "/etc/ssl", "/usr/lib/ssl", "/usr/share/ca-certificates", "/usr/local/share/ca-certificates",
    "/etc/resolv.conf", "/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager", "/etc/hosts", "/etc/host.conf",
    "/etc/nsswitch.conf", "/etc/gai.conf", "/etc/services", "/etc/protocols",
    "/etc/ld.so.cache", "/lib", "/lib64", "/usr/lib", "/usr/lib64",
    "/usr/share/zoneinfo", "/etc/localtime", "/dev/urandom", "/dev/null"};

constexpr std::uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t everything_of_version_1 = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;

void allow_reading(int rules, const char* path) {
  const int place = open(path, O_PATH | O_CLOEXEC);
  if (place < 0) return;
  landlock_path_beneath_attr rule{reading, place};
  if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0) {
    rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;  // all that a file that is no folder takes
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  }
  close(place);
}

bool shut_files() {
  landlock_ruleset_attr handled{};
  handled.handled_access_fs = everything_of_version_1;
  const int rules = static_cast<int>(syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0));
  if (rules < 0) return false;
  for (const auto* path : readable) allow_reading(rules, path);
  const bool done = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  close(rules);
  return done;
}

// ---- system calls ---------------------------------------------------------------------------------------------------

// Never needed by a process that fetches and reads.
constexpr int forbidden[] = {
    // programs and other processes
    SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev), SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(pidfd_open), SCMP_SYS(pidfd_getfd),
    SCMP_SYS(pidfd_send_signal), SCMP_SYS(process_madvise), SCMP_SYS(kcmp),
    // doors
    SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4),
    // files
    SCMP_SYS(creat), SCMP_SYS(truncate), SCMP_SYS(ftruncate), SCMP_SYS(fallocate), SCMP_SYS(link), SCMP_SYS(linkat),
    SCMP_SYS(symlink), SCMP_SYS(symlinkat), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename), SCMP_SYS(renameat),
    SCMP_SYS(renameat2), SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(rmdir), SCMP_SYS(mknod), SCMP_SYS(mknodat),
    SCMP_SYS(chmod), SCMP_SYS(fchmod), SCMP_SYS(fchmodat), SCMP_SYS(chown), SCMP_SYS(fchown), SCMP_SYS(lchown),
    SCMP_SYS(fchownat), SCMP_SYS(setxattr), SCMP_SYS(lsetxattr), SCMP_SYS(fsetxattr), SCMP_SYS(utimensat),
    SCMP_SYS(open_by_handle_at), SCMP_SYS(name_to_handle_at), SCMP_SYS(memfd_create), SCMP_SYS(memfd_secret),
    // the machine
    SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(setns), SCMP_SYS(unshare),
    SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(keyctl), SCMP_SYS(add_key),
    SCMP_SYS(request_key), SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load), SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(syslog), SCMP_SYS(acct),
    SCMP_SYS(quotactl), SCMP_SYS(sethostname), SCMP_SYS(setdomainname), SCMP_SYS(settimeofday), SCMP_SYS(clock_settime),
    SCMP_SYS(adjtimex), SCMP_SYS(clock_adjtime), SCMP_SYS(iopl), SCMP_SYS(ioperm), SCMP_SYS(modify_ldt),
    SCMP_SYS(personality), SCMP_SYS(setuid), SCMP_SYS(setgid), SCMP_SYS(setreuid), SCMP_SYS(setregid), SCMP_SYS(setresuid),
    SCMP_SYS(setresgid), SCMP_SYS(setfsuid), SCMP_SYS(setfsgid), SCMP_SYS(setgroups), SCMP_SYS(capset),
    SCMP_SYS(setrlimit), SCMP_SYS(setpriority), SCMP_SYS(shmget), SCMP_SYS(shmat), SCMP_SYS(semget), SCMP_SYS(msgget),
    SCMP_SYS(mq_open)};

// Their arguments stand in memory that a filter cannot look into; libraries fall back to older calls where these are
// not there.
constexpr int not_there[] = {SCMP_SYS(clone3), SCMP_SYS(openat2), SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter),
                             SCMP_SYS(io_uring_register)};

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;
constexpr std::uint32_t refused = SCMP_ACT_ERRNO(EPERM);

template <typename... Arguments>
bool refuse(const Filter& filter, int call, Arguments... arguments) {
  const int status = seccomp_rule_add(filter.get(), refused, call, sizeof...(arguments), arguments...);
  return status == 0 || status == -EDOM;  // a call that this machine does not have
}

// A file may be opened for reading alone.
bool refuse_writing(const Filter& filter, int call, unsigned flags_argument) {
  bool done = true;
  for (const scmp_datum_t bit : {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC})
    done = refuse(filter, call, scmp_arg_cmp{flags_argument, SCMP_CMP_MASKED_EQ, bit, bit}) && done;
  return done;
}

// IPv4 and IPv6 alone: nothing of this machine's own.
bool refuse_other_sockets(const Filter& filter) {
  bool done = refuse(filter, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_GT, AF_INET6));
  for (int family = 0; family < AF_INET6; ++family)
    if (family != AF_INET) done = refuse(filter, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(family))) && done;
  return done;
}

bool refuse_by_argument(const Filter& filter) {
  const auto self = static_cast<scmp_datum_t>(getpid());
  return refuse_writing(filter, SCMP_SYS(open), 1) && refuse_writing(filter, SCMP_SYS(openat), 2) &&
         refuse_other_sockets(filter) &&
         // threads, but no processes
         refuse(filter, SCMP_SYS(clone), scmp_arg_cmp{0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0}) &&
         // abort(), but no signal to others
         refuse(filter, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_NE, self)) &&
         refuse(filter, SCMP_SYS(prlimit64), SCMP_A2(SCMP_CMP_NE, 0));
}

bool filter_calls() {
  const Filter filter(seccomp_init(SCMP_ACT_ALLOW), &seccomp_release);
  if (!filter || !refuse_by_argument(filter)) return false;
  for (const int call : forbidden)
    if (!refuse(filter, call)) return false;
  for (const int call : not_there) seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), call, 0);
  seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1);
  return seccomp_load(filter.get()) == 0;
}

}  // namespace

Sandbox enter_sandbox(const SandboxLimits& limits) {
  set_limits(limits);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);  // its memory is nobody else's either
  Sandbox sandbox;
  sandbox.files_are_shut = shut_files();
  sandbox.calls_are_filtered = filter_calls();
  return sandbox;
}

}  // namespace commonplace::app
