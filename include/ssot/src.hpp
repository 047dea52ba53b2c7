// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_SRC_HPP
#define SSOT_SRC_HPP

// The bodies of the library, for programs that compile them once: include this header in exactly one file, and define
// SSOT_SEPARATE_COMPILATION for all files of the program. The CMake target ssot::compiled does both. A program that has two
// such files does not link.
//
// The conformance kit and the durable backends are not part of it: they have files of this kind of their own.

#ifndef SSOT_SEPARATE_COMPILATION
#error                                                                                                                      \
    "ssot: <ssot/src.hpp> is for programs that define SSOT_SEPARATE_COMPILATION for all of their files, as ssot::compiled does"
#endif

#include <ssot/extern.hpp>

#include <ssot/impl/choice.ipp>
#include <ssot/impl/codec.ipp>
#include <ssot/impl/condition.ipp>
#include <ssot/impl/detail/base/seeded_hash.ipp>
#include <ssot/impl/detail/diff/append.ipp>
#include <ssot/impl/detail/diff/groups.ipp>
#include <ssot/impl/detail/diff/kind.ipp>
#include <ssot/impl/detail/diff/tree.ipp>
#include <ssot/impl/detail/diff/walk.ipp>
#include <ssot/impl/detail/json/base64.ipp>
#include <ssot/impl/detail/json/canonical_text.ipp>
#include <ssot/impl/detail/json/codec_json.ipp>
#include <ssot/impl/detail/json/decode.ipp>
#include <ssot/impl/detail/json/dom_builder.ipp>
#include <ssot/impl/detail/json/dom_sink.ipp>
#include <ssot/impl/detail/json/dom_source.ipp>
#include <ssot/impl/detail/json/equal.ipp>
#include <ssot/impl/detail/json/error_slot.ipp>
#include <ssot/impl/detail/json/escape.ipp>
#include <ssot/impl/detail/json/instances.ipp>
#include <ssot/impl/detail/json/line.ipp>
#include <ssot/impl/detail/json/member_index.ipp>
#include <ssot/impl/detail/json/number.ipp>
#include <ssot/impl/detail/json/record/old_record.ipp>
#include <ssot/impl/detail/json/text_sink.ipp>
#include <ssot/impl/detail/json/text_source.ipp>
#include <ssot/impl/detail/json/text_window.ipp>
#include <ssot/impl/detail/json/tokens.ipp>
#include <ssot/impl/detail/json/value_end.ipp>
#include <ssot/impl/detail/json/write.ipp>
#include <ssot/impl/detail/metrics/prometheus.ipp>
#include <ssot/impl/detail/nautobot/django/dynamic_clean.ipp>
#include <ssot/impl/detail/nautobot/django/fixture_references.ipp>
#include <ssot/impl/detail/nautobot/django/fixture_rows.ipp>
#include <ssot/impl/detail/nautobot/django/rest_names.ipp>
#include <ssot/impl/detail/nautobot/django/row.ipp>
#include <ssot/impl/detail/nautobot/django/value.ipp>
#include <ssot/impl/detail/nautobot/python/dynamic_text.ipp>
#include <ssot/impl/detail/nautobot/python/is_empty_value.ipp>
#include <ssot/impl/detail/nautobot/python/json.ipp>
#include <ssot/impl/detail/nautobot/python/json_layout.ipp>
#include <ssot/impl/detail/nautobot/python/json_walk.ipp>
#include <ssot/impl/detail/nautobot/python/json_writer.ipp>
#include <ssot/impl/detail/nautobot/python/key_order.ipp>
#include <ssot/impl/detail/nautobot/python/repr.ipp>
#include <ssot/impl/detail/nautobot/python/text.ipp>
#include <ssot/impl/detail/nautobot/python/text_sink.ipp>
#include <ssot/impl/detail/nautobot/python/times.ipp>
#include <ssot/impl/detail/query/field_path.ipp>
#include <ssot/impl/detail/query/json_search_text.ipp>
#include <ssot/impl/detail/query/unicode_upper.ipp>
#include <ssot/impl/detail/recorder/process.ipp>
#include <ssot/impl/detail/sql/condition.ipp>
#include <ssot/impl/detail/sql/pages.ipp>
#include <ssot/impl/detail/sql/searches.ipp>
#include <ssot/impl/detail/sql/shape.ipp>
#include <ssot/impl/detail/sql/statement.ipp>
#include <ssot/impl/detail/sql/tables.ipp>
#include <ssot/impl/detail/sql/write.ipp>
#include <ssot/impl/detail/storage/field_view.ipp>
#include <ssot/impl/detail/store/core.ipp>
#include <ssot/impl/detail/store/erase_plan.ipp>
#include <ssot/impl/detail/store/met_models.ipp>
#include <ssot/impl/detail/store/object_span.ipp>
#include <ssot/impl/detail/store/open_transactions.ipp>
#include <ssot/impl/detail/store/row_key.ipp>
#include <ssot/impl/detail/store/row_reader.ipp>
#include <ssot/impl/detail/store/session.ipp>
#include <ssot/impl/detail/text/decimal_digits.ipp>
#include <ssot/impl/detail/text/find_text.ipp>
#include <ssot/impl/detail/text/message.ipp>
#include <ssot/impl/detail/text/python_number.ipp>
#include <ssot/impl/detail/text/python_printable.ipp>
#include <ssot/impl/detail/text/python_repr.ipp>
#include <ssot/impl/detail/text/utf8.ipp>
#include <ssot/impl/detail/text/utf8_complaint.ipp>
#include <ssot/impl/detail/text/zero_padded.ipp>
#include <ssot/impl/detail/time/date_format.ipp>
#include <ssot/impl/detail/time/django_duration.ipp>
#include <ssot/impl/detail/time/django_text.ipp>
#include <ssot/impl/detail/validate/field_rules.ipp>
#include <ssot/impl/detail/validate/validation_messages.ipp>
#include <ssot/impl/diff.ipp>
#include <ssot/impl/error.ipp>
#include <ssot/impl/form.ipp>
#include <ssot/impl/json/buffer.ipp>
#include <ssot/impl/json/lines.ipp>
#include <ssot/impl/json/raw_json.ipp>
#include <ssot/impl/json/stream.ipp>
#include <ssot/impl/nautobot/diff_encoder.ipp>
#include <ssot/impl/nautobot/display.ipp>
#include <ssot/impl/nautobot/dynamic.ipp>
#include <ssot/impl/nautobot/dynamic_equality.ipp>
#include <ssot/impl/nautobot/fixture.ipp>
#include <ssot/impl/nautobot/full_clean.ipp>
#include <ssot/impl/nautobot/rest.ipp>
#include <ssot/impl/nautobot/scalar_numbers.ipp>
#include <ssot/impl/nautobot/scalar_times.ipp>
#include <ssot/impl/nautobot/text_forms.ipp>
#include <ssot/impl/nautobot/urls.ipp>
#include <ssot/impl/recorder_options.ipp>
#include <ssot/impl/storage/any_backend.ipp>
#include <ssot/impl/storage/ddl.ipp>
#include <ssot/impl/storage/describe.ipp>
#include <ssot/impl/storage/evaluate.ipp>
#include <ssot/impl/storage/memory.ipp>
#include <ssot/impl/storage/packed_row.ipp>
#include <ssot/impl/storage/question.ipp>
#include <ssot/impl/storage/row_migration.ipp>
#include <ssot/impl/storage/schema.ipp>
#include <ssot/impl/storage/session_ref.ipp>
#include <ssot/impl/storage/value.ipp>
#include <ssot/impl/store.ipp>
#include <ssot/impl/store/model_registry.ipp>
#include <ssot/impl/store/page.ipp>
#include <ssot/impl/store/transaction.ipp>
#include <ssot/impl/time.ipp>
#include <ssot/impl/uuid.ipp>
#include <ssot/impl/validate.ipp>

SSOT_DETAIL_FOR_EACH_MODEL(SSOT_INSTANTIATE_MODEL)
SSOT_DETAIL_STORE_TEMPLATES()
template std::shared_ptr<ssot::storage::detail::held_backend> ssot::storage::detail::hold_backend(ssot::storage::memory&&);
template std::shared_ptr<ssot::storage::detail::held_backend>
ssot::storage::detail::refer_to_backend(ssot::storage::memory&);

#endif // SSOT_SRC_HPP
