// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_SQLITE_SESSION_HPP
#define SSOT_DETAIL_SQLITE_SESSION_HPP

// The engine of a session.
//
// A session uses one connection at a time. Rows that are read outside of a transaction keep theirs until they are read or dropped; the
// session then goes on with another one, so that they stay as they were. Within a transaction all share its connection, and rows that
// are still to be read are copied before a write.

#include <ssot/error.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/function_ref.hpp>
#include <ssot/detail/sqlite/database.hpp>
#include <ssot/detail/sqlite/rows.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::storage::detail::sqlite {

class session {
public:
    explicit session(std::shared_ptr<database> shared);
    session(session const&)            = delete;
    session& operator=(session const&) = delete;
    ~session() { rollback(); }

    result<std::unique_ptr<rows>> scan(query const& q);
    result<std::unique_ptr<rows>> aggregate(aggregate_query const& q);

    enum class how : std::uint8_t { plainly, if_absent, making_keys };
    result<std::size_t> insert(record_batch const& batch, how, std::span<std::int64_t> keys);
    result<std::size_t> update(query const& q, std::span<assignment const> set);
    result<std::size_t> erase(query const& q);

    result<void> begin(tx_options options);
    result<void> commit();
    void         rollback() noexcept;
    result<void> savepoint(unsigned depth);
    result<void> rollback_to(unsigned depth);
    result<void> release(unsigned depth);

    result<std::uint32_t> prepare_schema(schema_view schema, schema_mode mode);
    void                  cancel() noexcept
    {
        marks_->cancel();
        db_->writers.wake();
    }

private:
    enum class state : std::uint8_t { outside, reading, writing };

    /// Tells `cancel` that a call runs.
    class running {
    public:
        explicit running(session& s) noexcept : marks_(*s.marks_) { marks_.begin(); }
        running(running const&)            = delete;
        running& operator=(running const&) = delete;
        ~running() { marks_.end(); }

    private:
        call_marks& marks_;
    };

    /// What a write needs around it: a transaction of its own, or a savepoint in the open one, so that all of it is done or nothing.
    class write_scope;

    struct met_model { ///< a description that was found to be that of a table
        model_desc const* model;
        field_desc const* fields;
        std::uint32_t     number;
    };

    moment now() const noexcept { return state_ == state::outside ? moment::outside : moment::inside; }
    error  failed(int code);
    /// Makes `on_` a connection that a call may use.
    result<void>                  connect(bool creates = false);
    result<std::uint32_t>         number_of(model_desc const& model);
    result<void>                  check_models(query const& q);
    result<std::size_t>           write(query const& q, ssot::detail::function_ref<result<sql::statement>()> make,
                                        std::span<assignment const> set, bool erases);
    result<std::unique_ptr<rows>> open_rows(ssot::detail::function_ref<result<sql::statement>()> make,
                                            sql::asked const& from, std::size_t width);
    std::uint32_t                 known_number(model_desc const& model) const noexcept;
    void                          keep_open_rows() noexcept;
    void                          leave_transaction() noexcept;
    result<void>                  may_go_on() const;

    // Of writes, in session_writes.ipp; what they are told when they fail, in session_errors.ipp.

    result<void> may_write();
    result<void> judge(record_batch const& batch, how, std::span<std::int64_t> keys);

    result<std::size_t> insert_rows(write_scope& scope, record_batch const& batch, how, std::span<std::int64_t> keys);
    result<void>        make_keys(record_batch const& batch, std::span<std::int64_t> keys);
    result<void>        read_row(record_batch const& batch, std::size_t i, how, std::span<std::int64_t> keys);
    /// Names the row and the field of a constraint that a batch breaks.
    error explained(error why, record_batch const& batch, how, std::span<std::int64_t> keys);
    error explained(error why, model_desc const& model, std::span<assignment const> set);
    bool  points_nowhere(field_desc const& f, value_view key);
    /// Looks whether there is a row with these values.
    bool is_there(model_desc const& model, std::span<std::uint16_t const> fields, std::span<value_view const> values);

    std::shared_ptr<database>   db_;
    std::shared_ptr<connection> on_{};
    std::shared_ptr<call_marks> marks_      = std::make_shared<call_marks>();
    state                       state_      = state::outside;
    bool                        lost_       = false; ///< SQLite has undone the open transaction
    bool                        dangling_   = false; ///< an erase left foreign keys behind that the commit judges
    unsigned                    savepoints_ = 0;
    std::vector<met_model>      met_{};
    std::uint64_t               generation_ = 0;
    std::vector<std::string>    made_here_{}; ///< models that got tables in the open transaction, or were seen in it
    std::string                 key_{};
};

} // namespace ssot::storage::detail::sqlite

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/sqlite/session.ipp>
#include <ssot/impl/detail/sqlite/session_errors.ipp>
#include <ssot/impl/detail/sqlite/session_writes.ipp>
#endif

#endif // SSOT_DETAIL_SQLITE_SESSION_HPP
