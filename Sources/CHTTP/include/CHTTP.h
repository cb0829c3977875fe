/// Sends requests through the system's libcurl, several at a time, and lets the caller judge every address before it is
/// connected to.
///
/// The library is opened when the first session is: a command that sends nothing does not pay for it, and none of its headers
/// are needed to build.
#ifndef CHTTP_H
#define CHTTP_H

#include <stddef.h>
#include <stdint.h>

/// Requests under way.
typedef struct chttp_session chttp_session;

/// A request.
typedef struct {
  const char *_Nonnull url;
  /// "Name: value", one a line.
  const char *_Nonnull headers;
  const void *_Nullable body;
  size_t body_length;
  /// The proxy that is asked to connect; none where it is null, whatever the environment says.
  const char *_Nullable proxy;
  /// How long all of it may take.
  long milliseconds;
  /// How much of an answer's body is read.
  size_t most_bytes;
  /// Says whether an address of 4 or 16 bytes may be connected to; where it is null, all may.
  int (*_Nullable allows)(const uint8_t *_Nonnull address, int length);
  /// What tells the request from others.
  long tag;
} chttp_request;

/// What came of a request.
typedef struct {
  long tag;
  /// The status of the answer; 0 where none came.
  long status;
  /// After how many seconds the receiver wants to be asked again; 0 where it doesn't say.
  long retry_after;
  /// The address that was not allowed, as text; empty where none was refused.
  char refused[64];
  /// Why no answer came, in the library's words.
  char message[256];
} chttp_outcome;

/// Why the library can't be used; null where it can.
const char *_Nullable chttp_problem(void);

/// Begins a session; null where the library can't be used.
chttp_session *_Nullable chttp_open(void);

/// Ends a session and drops what is under way.
void chttp_close(chttp_session *_Nonnull session);

/// Starts a POST; everything handed in is copied. Returns 0 where the request can't even be made.
int chttp_post(chttp_session *_Nonnull session, const chttp_request *_Nonnull request);

/// Waits for one of the requests to end; returns 0 where none did in time.
int chttp_wait(chttp_session *_Nonnull session, int milliseconds, chttp_outcome *_Nonnull outcome);

/// Writes the host that a URL of http or https names, as the library reads it; returns 0 where it names none.
int chttp_host(const char *_Nonnull url, char *_Nonnull host, size_t length);

#endif
