// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_SSOT_HPP
#define SSOT_SSOT_HPP

// Includes what most programs need: models, JSON, queries, the store and its in-memory backend.

#include <ssot/aggregate.hpp>
#include <ssot/choice.hpp>
#include <ssot/codec.hpp>
#include <ssot/condition.hpp>
#include <ssot/error.hpp>
#include <ssot/field.hpp>
#include <ssot/form.hpp>
#include <ssot/fwd.hpp>
#include <ssot/json/document.hpp>
#include <ssot/json/lines.hpp>
#include <ssot/json/options.hpp>
#include <ssot/json/raw_json.hpp>
#include <ssot/json/schema.hpp>
#include <ssot/json/stream.hpp>
#include <ssot/json/text.hpp>
#include <ssot/json/value.hpp>
#include <ssot/migration.hpp>
#include <ssot/model/choices.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/foreign_key.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/methods.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_counts.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/model/types.hpp>
#include <ssot/query.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/diagnose.hpp>
#include <ssot/storage/evaluate.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/storage/packed_row.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/question.hpp>
#include <ssot/storage/row_migration.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/store.hpp>
#include <ssot/store/annotated.hpp>
#include <ssot/store/model_registry.hpp>
#include <ssot/store/page.hpp>
#include <ssot/store/purge.hpp>
#include <ssot/store/related.hpp>
#include <ssot/store/stored.hpp>
#include <ssot/store/transaction.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>
#include <ssot/validate.hpp>
#include <ssot/version.hpp>

#ifdef SSOT_SEPARATE_COMPILATION
#include <ssot/extern.hpp>
#endif

#endif // SSOT_SSOT_HPP
