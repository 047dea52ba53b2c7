// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_STREAM_IPP
#define SSOT_IMPL_DETAIL_STORE_STREAM_IPP

// Reading rows one at a time.

#include <ssot/query.hpp>
#include <ssot/store.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/give_row.hpp>
#include <ssot/detail/store/row_reader.hpp>
#include <ssot/detail/store/row_sink.hpp>
#include <ssot/detail/store/session.hpp>
#include <ssot/detail/store/shared_state.hpp>
#include <ssot/detail/store/statement.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace ssot::detail {
inline namespace SSOT_MODE {

struct row_source::state {
    std::weak_ptr<store_core>  from;
    storage::question          question;
    storage::model_desc const* model;
    std::optional<row_reader>  reader{};
    std::optional<error>       failed{}; ///< why the first row cannot be read
    bool                       ended = false;
};

SSOT_DECL row_source::row_source(std::weak_ptr<store_core> from, storage::question question,
                                 storage::model_desc const& model)
    : state_(std::make_unique<state>(state{std::move(from), std::move(question), &model}))
{
    auto& s    = *state_;
    auto  core = s.from.lock();
    auto  open = [&]() -> result<void> {
        if (!core)
            return moved_from("store");
        if (auto prepared = core->prepare(s.question, model); !prepared)
            return prepared;
        s.reader.emplace(core->new_reader());
        return core->guarded([&] { return core->start(*s.reader, s.question, core->to_query(s.question, model)); });
    };
    if (auto opened = open(); !opened)
        s.failed = std::move(opened).error();
}

SSOT_DECL             row_source::row_source() noexcept             = default;
SSOT_DECL             row_source::row_source(row_source&&) noexcept = default;
SSOT_DECL row_source& row_source::operator=(row_source&&) noexcept  = default;
SSOT_DECL             row_source::~row_source()                     = default;

SSOT_DECL result<bool> row_source::next(row_sink& into)
{
    if (!state_)
        return moved_from("stream");
    auto& s = *state_;
    if (s.failed) {
        s.ended = true;
        return *std::exchange(s.failed, std::nullopt);
    }
    if (s.ended)
        return false;
    auto core = s.from.lock();
    bool kept = false;
    auto more = !core ? result<bool>(error(errc::misuse, "the store of this stream is gone; keep it until the stream ends"))
                      : core->guarded([&]() -> result<bool> {
                            for (;;) {
                                auto found = give_next_row(into, *s.reader, s.question, *s.model, kept);
                                if (!found || !*found || kept)
                                    return found;
                            }
                        });
    s.ended = !more || !*more;
    return more;
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_STREAM_IPP
