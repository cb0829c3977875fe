#define _GNU_SOURCE
#include "CHTTP.h"
#include "CLibrary.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// The part of libcurl's interface that is used here, as its documents have kept it since version 7.66. Numbers and layouts are a
// promise of the library (soname 4), so its headers are not needed.
typedef void CURL;
typedef void CURLM;
typedef void CURLU;
struct curl_slist;
typedef struct { int message; CURL *easy; union { void *whatever; int result; } data; } curl_message;
typedef struct { int family, socktype, protocol; unsigned int length; struct sockaddr address; } curl_address;
enum {
  OPT_POST = 47, OPT_NETRC = 51, OPT_FOLLOWLOCATION = 52, OPT_NOSIGNAL = 99, OPT_TIMEOUT_MS = 155,
  OPT_CONNECTTIMEOUT_MS = 156, OPT_PROTOCOLS = 181, OPT_WRITEDATA = 10001, OPT_URL = 10002, OPT_PROXY = 10004,
  OPT_ERRORBUFFER = 10010, OPT_HTTPHEADER = 10023, OPT_PRIVATE = 10103, OPT_OPENSOCKETDATA = 10164,
  OPT_COPYPOSTFIELDS = 10165, OPT_NOPROXY = 10177, OPT_WRITEFUNCTION = 20011, OPT_OPENSOCKETFUNCTION = 20163,
  OPT_POSTFIELDSIZE_LARGE = 30120,
  INFO_PRIVATE = 0x100000 + 21, INFO_RESPONSE_CODE = 0x200000 + 2, INFO_RETRY_AFTER = 0x600000 + 57,
  PROTOCOL_HTTP = 1, PROTOCOL_HTTPS = 2, URL_SCHEME = 1, URL_HOST = 5, MESSAGE_DONE = 1, GLOBAL_ALL = 3,
};

static struct {
  int is_open;
  const char *problem;
  int (*global_init)(long);
  CURL *(*easy_init)(void);
  void (*easy_cleanup)(CURL *);
  int (*easy_setopt)(CURL *, int, ...);
  int (*easy_getinfo)(CURL *, int, ...);
  const char *(*easy_strerror)(int);
  CURLM *(*multi_init)(void);
  int (*multi_cleanup)(CURLM *);
  int (*multi_add_handle)(CURLM *, CURL *);
  int (*multi_remove_handle)(CURLM *, CURL *);
  int (*multi_perform)(CURLM *, int *);
  int (*multi_poll)(CURLM *, void *, unsigned int, int, int *);
  curl_message *(*multi_info_read)(CURLM *, int *);
  struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
  void (*slist_free_all)(struct curl_slist *);
  CURLU *(*url)(void);
  void (*url_cleanup)(CURLU *);
  int (*url_set)(CURLU *, int, const char *, unsigned int);
  int (*url_get)(CURLU *, int, char **, unsigned int);
  void (*free)(void *);
} curl;

/// A request under way.
typedef struct transfer {
  struct transfer *next;
  CURL *easy;
  struct curl_slist *headers;
  size_t most_bytes, bytes;
  int (*allows)(const uint8_t *, int);
  chttp_outcome outcome;
} transfer;

struct chttp_session {
  CURLM *multi;
  transfer *transfers;
};

const char *chttp_problem(void) {
  if (curl.is_open || curl.problem) return curl.problem;
#define FUNCTION(name) {"curl_" #name, (void **)&curl.name}
  const clibrary_function functions[] = {
    FUNCTION(global_init), FUNCTION(easy_init), FUNCTION(easy_cleanup), FUNCTION(easy_setopt), FUNCTION(easy_getinfo),
    FUNCTION(easy_strerror), FUNCTION(multi_init), FUNCTION(multi_cleanup), FUNCTION(multi_add_handle),
    FUNCTION(multi_remove_handle), FUNCTION(multi_perform), FUNCTION(multi_poll), FUNCTION(multi_info_read),
    FUNCTION(slist_append), FUNCTION(slist_free_all), FUNCTION(url), FUNCTION(url_cleanup), FUNCTION(url_set),
    FUNCTION(url_get), FUNCTION(free),
  };
  const size_t count = sizeof functions / sizeof *functions;
  curl.problem = clibrary_open("libcurl.so.4", functions, count);
  if (curl.problem) curl.problem = clibrary_open("libcurl-gnutls.so.4", functions, count);
  if (!curl.problem && curl.global_init(GLOBAL_ALL) != 0) curl.problem = "it can't be started";
  curl.is_open = !curl.problem;
  return curl.problem;
}

chttp_session *chttp_open(void) {
  if (chttp_problem()) return NULL;
  chttp_session *session = calloc(1, sizeof *session);
  if (session && !(session->multi = curl.multi_init())) {
    free(session);
    return NULL;
  }
  return session;
}

static void drop(chttp_session *session, transfer *one) {
  for (transfer **link = &session->transfers; *link; link = &(*link)->next) {
    if (*link != one) continue;
    *link = one->next;
    break;
  }
  if (one->easy) {
    curl.multi_remove_handle(session->multi, one->easy);
    curl.easy_cleanup(one->easy);
  }
  if (one->headers) curl.slist_free_all(one->headers);
  free(one);
}

void chttp_close(chttp_session *session) {
  while (session->transfers) drop(session, session->transfers);
  curl.multi_cleanup(session->multi);
  free(session);
}

/// Passes over an answer's body, up to its limit: what it says changes nothing.
static size_t pass_over(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes;
  transfer *one = context;
  one->bytes += size * count;
  return one->bytes > one->most_bytes ? 0 : size * count;
}

/// Opens the socket to an address, once it has been judged: it is the very one that is connected to, so no name can be looked up
/// twice with different answers.
static int open_socket(void *context, int purpose, curl_address *place) {
  (void)purpose;
  transfer *one = context;
  if (one->allows) {
    const uint8_t *bytes = NULL;
    int length = 0;
    if (place->family == AF_INET) {
      bytes = (const uint8_t *)&((struct sockaddr_in *)(void *)&place->address)->sin_addr;
      length = 4;
    } else if (place->family == AF_INET6) {
      bytes = (const uint8_t *)&((struct sockaddr_in6 *)(void *)&place->address)->sin6_addr;
      length = 16;
    }
    if (!bytes || !one->allows(bytes, length)) {
      if (!bytes || !inet_ntop(place->family, bytes, one->outcome.refused, sizeof one->outcome.refused)) {
        strcpy(one->outcome.refused, "no address of the internet");
      }
      return -1;
    }
  }
  return socket(place->family, place->socktype | SOCK_CLOEXEC, place->protocol);
}

/// Takes over "Name: value" line by line; returns 0 where there is no memory.
static int append_headers(transfer *one, const char *lines) {
  while (*lines) {
    const size_t length = strcspn(lines, "\n");
    char *line = strndup(lines, length);
    struct curl_slist *longer = line ? curl.slist_append(one->headers, line) : NULL;
    free(line);
    if (!longer) return 0;
    one->headers = longer;
    lines += length + (lines[length] == '\n');
  }
  return 1;
}

int chttp_post(chttp_session *session, const chttp_request *request) {
  transfer *one = calloc(1, sizeof *one);
  if (!one) return 0;
  one->next = session->transfers;
  session->transfers = one;
  one->outcome.tag = request->tag;
  one->most_bytes = request->most_bytes;
  one->allows = request->allows;
  int failures = !append_headers(one, request->headers);
  CURL *easy = one->easy = curl.easy_init();
  failures |= !easy;
  if (easy) {
    int (*set)(CURL *, int, ...) = curl.easy_setopt;
    failures |= set(easy, OPT_URL, request->url);
    failures |= set(easy, OPT_PROTOCOLS, (long)(PROTOCOL_HTTP | PROTOCOL_HTTPS));
    failures |= set(easy, OPT_FOLLOWLOCATION, 0L);
    failures |= set(easy, OPT_NETRC, 0L);
    failures |= set(easy, OPT_PROXY, request->proxy ? request->proxy : "");
    failures |= set(easy, OPT_NOPROXY, "");
    failures |= set(easy, OPT_NOSIGNAL, 1L);
    failures |= set(easy, OPT_TIMEOUT_MS, request->milliseconds);
    failures |= set(easy, OPT_CONNECTTIMEOUT_MS, request->milliseconds);
    failures |= set(easy, OPT_POST, 1L);
    failures |= set(easy, OPT_POSTFIELDSIZE_LARGE, (int64_t)request->body_length);
    failures |= set(easy, OPT_COPYPOSTFIELDS, request->body ? request->body : "");
    failures |= set(easy, OPT_HTTPHEADER, one->headers);
    failures |= set(easy, OPT_WRITEFUNCTION, pass_over);
    failures |= set(easy, OPT_WRITEDATA, one);
    failures |= set(easy, OPT_OPENSOCKETFUNCTION, open_socket);
    failures |= set(easy, OPT_OPENSOCKETDATA, one);
    failures |= set(easy, OPT_PRIVATE, one);
    failures |= set(easy, OPT_ERRORBUFFER, one->outcome.message);
    failures |= curl.multi_add_handle(session->multi, easy);
  }
  if (failures) drop(session, one);
  return !failures;
}

int chttp_wait(chttp_session *session, int milliseconds, chttp_outcome *outcome) {
  for (int round = 0; round < 2; round++) {
    int running = 0, left = 0;
    curl.multi_perform(session->multi, &running);
    curl_message *message;
    while ((message = curl.multi_info_read(session->multi, &left))) {
      if (message->message != MESSAGE_DONE) continue;
      transfer *one = NULL;
      int64_t retry_after = 0;
      const int result = message->data.result;
      curl.easy_getinfo(message->easy, INFO_PRIVATE, (char **)&one);
      // The status decides as soon as it is there, whatever becomes of the body.
      curl.easy_getinfo(message->easy, INFO_RESPONSE_CODE, &one->outcome.status);
      curl.easy_getinfo(message->easy, INFO_RETRY_AFTER, &retry_after);
      one->outcome.retry_after = (long)retry_after;
      if (result != 0 && !one->outcome.message[0]) {
        strncpy(one->outcome.message, curl.easy_strerror(result), sizeof one->outcome.message - 1);
      }
      *outcome = one->outcome;
      drop(session, one);
      return 1;
    }
    if (round == 0) curl.multi_poll(session->multi, NULL, 0, milliseconds, NULL);
  }
  return 0;
}

int chttp_host(const char *url, char *host, size_t length) {
  if (chttp_problem()) return 0;
  CURLU *parts = curl.url();
  char *scheme = NULL, *name = NULL;
  int is_found = 0;
  if (parts && curl.url_set(parts, 0, url, 0) == 0 && curl.url_get(parts, URL_SCHEME, &scheme, 0) == 0
      && curl.url_get(parts, URL_HOST, &name, 0) == 0 && (!strcmp(scheme, "http") || !strcmp(scheme, "https"))
      && strlen(name) < length) {
    strcpy(host, name);
    is_found = 1;
  }
  if (scheme) curl.free(scheme);
  if (name) curl.free(name);
  if (parts) curl.url_cleanup(parts);
  return is_found;
}
