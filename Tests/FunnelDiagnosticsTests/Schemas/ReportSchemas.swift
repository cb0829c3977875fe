/// What the public schemas of report formats say of the parts that reports use here. Nothing else is let through, so that a
/// misspelt property is found.
enum ReportSchemas {
  /// The parts of `sarif-schema-2.1.0.json` (OASIS, SARIF Version 2.1.0, appendix "JSON schema") that are used.
  static let sarif = #"""
    {
      "type": "object", "required": ["version", "runs"], "additionalProperties": false,
      "properties": {
        "$schema": { "type": "string", "pattern": "^https://[^ ]+$" },
        "version": { "enum": ["2.1.0"] },
        "runs": { "type": "array", "items": { "$ref": "#/definitions/run" } }
      },
      "definitions": {
        "run": {
          "type": "object", "required": ["tool"], "additionalProperties": false,
          "properties": {
            "tool": { "$ref": "#/definitions/tool" },
            "columnKind": { "enum": ["utf16CodeUnits", "unicodeCodePoints"] },
            "results": { "type": "array", "items": { "$ref": "#/definitions/result" } }
          }
        },
        "tool": {
          "type": "object", "required": ["driver"], "additionalProperties": false,
          "properties": { "driver": { "$ref": "#/definitions/toolComponent" } }
        },
        "toolComponent": {
          "type": "object", "required": ["name"], "additionalProperties": false,
          "properties": {
            "name": { "type": "string" }, "version": { "type": "string" },
            "rules": { "type": "array", "uniqueItems": true, "items": { "$ref": "#/definitions/reportingDescriptor" } }
          }
        },
        "reportingDescriptor": {
          "type": "object", "required": ["id"], "additionalProperties": false,
          "properties": {
            "id": { "type": "string" }, "name": { "type": "string" },
            "shortDescription": { "$ref": "#/definitions/multiformatMessageString" },
            "fullDescription": { "$ref": "#/definitions/multiformatMessageString" },
            "help": { "$ref": "#/definitions/multiformatMessageString" },
            "defaultConfiguration": {
              "type": "object", "additionalProperties": false, "properties": { "level": { "$ref": "#/definitions/level" } }
            },
            "properties": { "$ref": "#/definitions/propertyBag" }
          }
        },
        "multiformatMessageString": {
          "type": "object", "required": ["text"], "additionalProperties": false,
          "properties": { "text": { "type": "string" }, "markdown": { "type": "string" } }
        },
        "level": { "enum": ["none", "note", "warning", "error"] },
        "propertyBag": {
          "type": "object",
          "properties": { "tags": { "type": "array", "uniqueItems": true, "items": { "type": "string" } } }
        },
        "message": {
          "type": "object", "additionalProperties": false,
          "properties": { "text": { "type": "string" }, "id": { "type": "string" } },
          "anyOf": [{ "required": ["text"] }, { "required": ["id"] }]
        },
        "result": {
          "type": "object", "required": ["message"], "additionalProperties": false,
          "properties": {
            "ruleId": { "type": "string" }, "ruleIndex": { "type": "integer", "minimum": -1 },
            "level": { "$ref": "#/definitions/level" },
            "message": { "$ref": "#/definitions/message" },
            "locations": { "type": "array", "items": { "$ref": "#/definitions/location" } },
            "relatedLocations": { "type": "array", "uniqueItems": true, "items": { "$ref": "#/definitions/location" } },
            "partialFingerprints": { "type": "object", "additionalProperties": { "type": "string" } },
            "fixes": { "type": "array", "uniqueItems": true, "items": { "$ref": "#/definitions/fix" } },
            "suppressions": { "type": "array", "uniqueItems": true, "items": { "$ref": "#/definitions/suppression" } }
          }
        },
        "suppression": {
          "type": "object", "required": ["kind"], "additionalProperties": false,
          "properties": { "kind": { "enum": ["inSource", "external"] }, "justification": { "type": "string" } }
        },
        "location": {
          "type": "object", "additionalProperties": false,
          "properties": {
            "id": { "type": "integer", "minimum": -1 },
            "physicalLocation": { "$ref": "#/definitions/physicalLocation" },
            "message": { "$ref": "#/definitions/message" }
          }
        },
        "physicalLocation": {
          "type": "object", "required": ["artifactLocation"], "additionalProperties": false,
          "properties": {
            "artifactLocation": { "$ref": "#/definitions/artifactLocation" },
            "region": { "$ref": "#/definitions/region" }
          }
        },
        "artifactLocation": {
          "type": "object", "additionalProperties": false,
          "properties": { "uri": { "type": "string", "pattern": "^[A-Za-z0-9._~/:%-]+$" } }
        },
        "region": {
          "type": "object", "additionalProperties": false,
          "properties": {
            "startLine": { "type": "integer", "minimum": 1 }, "startColumn": { "type": "integer", "minimum": 1 },
            "endLine": { "type": "integer", "minimum": 1 }, "endColumn": { "type": "integer", "minimum": 1 },
            "byteOffset": { "type": "integer", "minimum": -1 }, "byteLength": { "type": "integer", "minimum": 0 }
          }
        },
        "fix": {
          "type": "object", "required": ["artifactChanges"], "additionalProperties": false,
          "properties": {
            "description": { "$ref": "#/definitions/message" },
            "artifactChanges": {
              "type": "array", "minItems": 1, "uniqueItems": true, "items": { "$ref": "#/definitions/artifactChange" }
            },
            "properties": { "$ref": "#/definitions/propertyBag" }
          }
        },
        "artifactChange": {
          "type": "object", "required": ["artifactLocation", "replacements"], "additionalProperties": false,
          "properties": {
            "artifactLocation": { "$ref": "#/definitions/artifactLocation" },
            "replacements": { "type": "array", "minItems": 1, "items": { "$ref": "#/definitions/replacement" } }
          }
        },
        "replacement": {
          "type": "object", "required": ["deletedRegion"], "additionalProperties": false,
          "properties": {
            "deletedRegion": { "$ref": "#/definitions/region" },
            "insertedContent": {
              "type": "object", "additionalProperties": false, "properties": { "text": { "type": "string" } }
            }
          }
        }
      }
    }
    """#

  /// What GitLab's documentation asks of a code quality report, a subset of the CodeClimate specification's issues.
  static let gitLab = #"""
    {
      "type": "array",
      "items": {
        "type": "object", "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": false,
        "properties": {
          "description": { "type": "string" }, "check_name": { "type": "string" },
          "fingerprint": { "type": "string", "pattern": "^[0-9a-f]{16}$" },
          "severity": { "enum": ["info", "minor", "major", "critical", "blocker"] },
          "location": {
            "type": "object", "required": ["path", "lines"], "additionalProperties": false,
            "properties": {
              "path": { "type": "string", "pattern": "^[^./]" },
              "lines": {
                "type": "object", "required": ["begin"], "additionalProperties": false,
                "properties": {
                  "begin": { "type": "integer", "minimum": 1 }, "end": { "type": "integer", "minimum": 1 }
                }
              }
            }
          }
        }
      }
    }
    """#

  /// The parts of reviewdog's `DiagnosticResult.json` that are used.
  static let rdjson = #"""
    {
      "type": "object", "required": ["diagnostics"], "additionalProperties": false,
      "properties": {
        "source": { "$ref": "#/definitions/source" },
        "severity": { "$ref": "#/definitions/severity" },
        "diagnostics": { "type": "array", "items": { "$ref": "#/definitions/diagnostic" } }
      },
      "definitions": {
        "source": {
          "type": "object", "additionalProperties": false,
          "properties": { "name": { "type": "string" }, "url": { "type": "string" } }
        },
        "severity": { "enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"] },
        "diagnostic": {
          "type": "object", "required": ["message", "location"], "additionalProperties": false,
          "properties": {
            "message": { "type": "string" }, "location": { "$ref": "#/definitions/location" },
            "severity": { "$ref": "#/definitions/severity" },
            "code": {
              "type": "object", "additionalProperties": false,
              "properties": { "value": { "type": "string" }, "url": { "type": "string" } }
            },
            "suggestions": { "type": "array", "items": { "$ref": "#/definitions/suggestion" } },
            "related_locations": { "type": "array", "items": { "$ref": "#/definitions/related" } }
          }
        },
        "related": {
          "type": "object", "additionalProperties": false,
          "properties": { "message": { "type": "string" }, "location": { "$ref": "#/definitions/location" } }
        },
        "suggestion": {
          "type": "object", "additionalProperties": false,
          "properties": { "range": { "$ref": "#/definitions/range" }, "text": { "type": "string" } }
        },
        "location": {
          "type": "object", "additionalProperties": false,
          "properties": { "path": { "type": "string" }, "range": { "$ref": "#/definitions/range" } }
        },
        "range": {
          "type": "object", "additionalProperties": false,
          "properties": { "start": { "$ref": "#/definitions/position" }, "end": { "$ref": "#/definitions/position" } }
        },
        "position": {
          "type": "object", "additionalProperties": false,
          "properties": {
            "line": { "type": "integer", "minimum": 1 }, "column": { "type": "integer", "minimum": 1 }
          }
        }
      }
    }
    """#
}
