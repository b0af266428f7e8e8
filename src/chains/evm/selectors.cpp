// The selectors are computed from the signatures (Keccak-256); the meanings are ours.
#include "chains/evm/selectors.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace keydesk::chains::evm {

namespace {

constexpr std::array kErrors = std::to_array<Meaning>({
    {"0x08c379a0",
     "Error(string)",
     "the contract refused and said why",
     "合约拒绝执行并给出了原因"},
    {"0x4e487b71", "Panic(uint256)", "a fault inside the contract", "合约内部错误"},
    {"0xe450d38c",
     "ERC20InsufficientBalance(address,uint256,uint256)",
     "the token balance was too small",
     "代币余额不足"},
    {"0xfb8f41b2",
     "ERC20InsufficientAllowance(address,uint256,uint256)",
     "the contract may not move that many of your tokens: approve it first",
     "授权额度不足，需要先授权"},
    {"0xec442f05",
     "ERC20InvalidReceiver(address)",
     "the receiver is an address that the token refuses (the zero address)",
     "收款地址无效（零地址）"},
    {"0x96c6fd1e",
     "ERC20InvalidSender(address)",
     "the sender is the zero address",
     "付款地址无效（零地址）"},
    {"0xe602df05",
     "ERC20InvalidApprover(address)",
     "the owner of the approval is the zero address",
     "授权人地址无效"},
    {"0x94280d62",
     "ERC20InvalidSpender(address)",
     "the address to be approved is the zero address",
     "被授权地址无效"},
    {"0xd93c0665",
     "EnforcedPause()",
     "the contract is paused by its owner",
     "合约已被其管理方暂停"},
    {"0x8dfc202b",
     "ExpectedPause()",
     "the contract expected to be paused and is not",
     "合约要求处于暂停状态，但目前没有暂停"},
    {"0x118cdaa7",
     "OwnableUnauthorizedAccount(address)",
     "only the owner of the contract may do this",
     "只有合约所有者才能执行此操作"},
    {"0xe2517d3f",
     "AccessControlUnauthorizedAccount(address,bytes32)",
     "this account lacks the permission for it",
     "该账户没有执行此操作的权限"},
    {"0x5274afe7",
     "SafeERC20FailedOperation(address)",
     "a token transfer inside failed",
     "内部的代币转账失败"},
    {"0xd6bda275", "FailedCall()", "a call inside failed", "内部调用失败"},
    {"0x1425ea42", "FailedInnerCall()", "a call inside failed", "内部调用失败"},
    {"0x9996b315", "AddressEmptyCode(address)", "the target is not a contract", "目标地址不是合约"},
    {"0xcf479181",
     "InsufficientBalance(uint256,uint256)",
     "the contract itself holds too little",
     "合约自身的余额不足"},
    {"0x3ee5aeb5",
     "ReentrancyGuardReentrantCall()",
     "the contract was called again while it was still at work",
     "合约在执行过程中被重复调用"},
    {"0x62791302",
     "ERC2612ExpiredSignature(uint256)",
     "the signed permit has expired: sign a new one",
     "签名授权（permit）已过期，需要重新签名"},
    {"0x4b800e46",
     "ERC2612InvalidSigner(address,address)",
     "the permit was not signed by the owner",
     "签名授权（permit）的签名人不正确"},
    {"0x849eaf98",
     "V2TooLittleReceived()",
     "the price moved beyond your slippage limit",
     "价格变动超出了您设置的滑点"},
    {"0x8ab0bc16",
     "V2TooMuchRequested()",
     "the price moved beyond your slippage limit",
     "价格变动超出了您设置的滑点"},
    {"0x39d35496",
     "V3TooLittleReceived()",
     "the price moved beyond your slippage limit",
     "价格变动超出了您设置的滑点"},
    {"0x739dbe52",
     "V3TooMuchRequested()",
     "the price moved beyond your slippage limit",
     "价格变动超出了您设置的滑点"},
    {"0x8b063d73",
     "V4TooLittleReceived(uint256,uint256)",
     "the price moved beyond your slippage limit",
     "价格变动超出了您设置的滑点"},
    {"0x5bf6f916",
     "TransactionDeadlinePassed()",
     "it was mined after its deadline",
     "打包时已超过交易的截止时间"},
    {"0x2c4029e9",
     "ExecutionFailed(uint256,bytes)",
     "one step of the swap failed",
     "兑换中的某一步失败"},
    {"0x6a12f104", "InsufficientETH()", "too few coins were sent along", "随交易发送的主币不足"},
    {"0x675cae38", "InsufficientToken()", "too few tokens were sent along", "提供的代币数量不足"},
    {"0xd81b2f2e",
     "AllowanceExpired(uint256)",
     "the Permit2 approval has expired: approve again",
     "Permit2 授权已过期，需要重新授权"},
    {"0xf96fb071",
     "InsufficientAllowance(uint256)",
     "the Permit2 approval is too small: approve again",
     "Permit2 授权额度不足，需要重新授权"},
    {"0x756688fe",
     "InvalidNonce()",
     "the signed permission was already used",
     "该签名授权已被使用过"},
    {"0xcd21db4f",
     "SignatureExpired(uint256)",
     "the signature has expired: sign again",
     "签名已过期，需要重新签名"},
    {"0x815e1d64", "InvalidSigner()", "the signature is not that of the owner", "签名人不正确"},
    {"0x7939f424",
     "TransferFromFailed()",
     "the token could not be taken from you: balance or approval is too small",
     "代币划转失败：余额或授权额度不足"},
    {"0x90b8ec18", "TransferFailed()", "a transfer inside failed", "内部转账失败"},
    {"0xedf429db",
     "TRANSFER_FROM_FAILED()",
     "the token could not be taken from you: balance or approval is too small",
     "代币划转失败：余额或授权额度不足"},
    {"0xffa4e618",
     "Blacklisted(address)",
     "the address is frozen by the issuer of the token",
     "该地址已被代币发行方冻结"},
});

struct Panic {
    std::uint64_t code;
    Meaning meaning;
};

constexpr std::array kPanics = std::to_array<Panic>({
    {0x00, {"0x00", "Panic(0x00)", "a fault without a name", "未分类的错误"}},
    {0x01, {"0x01", "Panic(0x01)", "an assertion of the contract failed", "合约断言失败"}},
    {0x11, {"0x11", "Panic(0x11)", "a number became too large or negative", "数值溢出"}},
    {0x12, {"0x12", "Panic(0x12)", "a division by zero", "除数为零"}},
    {0x21, {"0x21", "Panic(0x21)", "a value outside its list of choices", "枚举值无效"}},
    {0x22, {"0x22", "Panic(0x22)", "damaged stored bytes", "存储数据损坏"}},
    {0x31,
     {"0x31", "Panic(0x31)", "something was taken from an empty list", "对空数组执行弹出操作"}},
    {0x32, {"0x32", "Panic(0x32)", "a list was read beyond its end", "数组越界"}},
    {0x41, {"0x41", "Panic(0x41)", "too much memory was asked for", "内存不足"}},
    {0x51,
     {"0x51", "Panic(0x51)", "a function that was never set was called", "调用了未初始化的函数"}},
});

/// Found inside the text; those of up to three letters must be all of it (or follow a colon).
constexpr std::array kReasons = std::to_array<Meaning>({
    {"INSUFFICIENT_OUTPUT_AMOUNT",
     "INSUFFICIENT_OUTPUT_AMOUNT",
     "the price moved beyond your slippage limit",
     "价格变动超出了您设置的滑点"},
    {"INSUFFICIENT_INPUT_AMOUNT",
     "INSUFFICIENT_INPUT_AMOUNT",
     "too little was offered for the swap",
     "兑换输入数量不足"},
    {"EXCESSIVE_INPUT_AMOUNT",
     "EXCESSIVE_INPUT_AMOUNT",
     "the price moved beyond your slippage limit",
     "价格变动超出了您设置的滑点"},
    {"Too little received",
     "Too little received",
     "the price moved beyond your slippage limit",
     "价格变动超出了您设置的滑点"},
    {"Too much requested",
     "Too much requested",
     "the price moved beyond your slippage limit",
     "价格变动超出了您设置的滑点"},
    {"Return amount is not enough",
     "Return amount is not enough",
     "the price moved beyond your slippage limit",
     "价格变动超出了您设置的滑点"},
    {"Price slippage check",
     "Price slippage check",
     "the price moved beyond your slippage limit",
     "价格变动超出了您设置的滑点"},
    {"INSUFFICIENT_LIQUIDITY",
     "INSUFFICIENT_LIQUIDITY",
     "the pool is too small for this swap",
     "流动性池的资金不足以完成兑换"},
    {"EXPIRED", "EXPIRED", "it was mined after its deadline", "打包时已超过交易的截止时间"},
    {"Transaction too old",
     "Transaction too old",
     "it was mined after its deadline",
     "打包时已超过交易的截止时间"},
    {"TRANSFER_FROM_FAILED",
     "TRANSFER_FROM_FAILED",
     "the token could not be taken from you: balance or approval is too small",
     "代币划转失败：余额或授权额度不足"},
    {"transferFrom failed",
     "transferFrom failed",
     "the token could not be taken from you: balance or approval is too small",
     "代币划转失败：余额或授权额度不足"},
    {"TRANSFER_FAILED", "TRANSFER_FAILED", "a token transfer inside failed", "内部的代币转账失败"},
    {"transfer amount exceeds balance",
     "transfer amount exceeds balance",
     "the token balance was too small",
     "代币余额不足"},
    {"burn amount exceeds balance",
     "burn amount exceeds balance",
     "the token balance was too small",
     "代币余额不足"},
    {"transfer amount exceeds allowance",
     "transfer amount exceeds allowance",
     "the contract may not move that many of your tokens: approve it first",
     "授权额度不足，需要先授权"},
    {"insufficient allowance",
     "insufficient allowance",
     "the contract may not move that many of your tokens: approve it first",
     "授权额度不足，需要先授权"},
    {"decreased allowance below zero",
     "decreased allowance below zero",
     "the approval is already smaller than that",
     "授权额度已低于要减少的数量"},
    {"approve from non-zero to non-zero",
     "approve from non-zero to non-zero",
     "the old approval must be set to 0 first",
     "需要先把原授权清零"},
    {"transfer to the zero address",
     "transfer to the zero address",
     "the receiver is the zero address",
     "收款地址是零地址"},
    {"Pausable: paused",
     "Pausable: paused",
     "the contract is paused by its owner",
     "合约已被其管理方暂停"},
    {"blacklisted",
     "blacklisted",
     "an address is frozen by the issuer of the token",
     "地址已被代币发行方冻结"},
    {"caller is not the owner",
     "caller is not the owner",
     "only the owner of the contract may do this",
     "只有合约所有者才能执行此操作"},
    {"AccessControl:",
     "AccessControl:",
     "this account lacks the permission for it",
     "该账户没有执行此操作的权限"},
    {"TransferHelper: ETH",
     "TransferHelper: ETH",
     "coins could not be sent on inside",
     "内部转出主币失败"},
    {"K",
     "K",
     "the pool's price check failed: often a token that takes a fee at each transfer",
     "流动性池校验失败，常见于转账收税的代币"},
    {"STF",
     "STF",
     "the token could not be taken from you: balance or approval is too small",
     "代币划转失败：余额或授权额度不足"},
    {"LOK", "LOK", "the pool is locked by another step", "流动性池被占用"},
    {"SPL", "SPL", "the price limit of the swap is outside what is possible", "兑换的价格限制无效"},
});

char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

bool says(const std::string& text, std::string_view key)
{
    auto wanted = lowered(key);
    if (key.size() > 3) return text.find(wanted) != text.npos;
    return text == wanted || text.ends_with(": " + wanted);
}

}  // namespace

const Meaning* error_named(std::string_view selector)
{
    auto found = std::ranges::find(kErrors, selector, &Meaning::key);
    return found == kErrors.end() ? nullptr : &*found;
}

const Meaning* panic_named(std::uint64_t code)
{
    auto found = std::ranges::find(kPanics, code, &Panic::code);
    return found == kPanics.end() ? nullptr : &found->meaning;
}

const Meaning* reason_named(std::string_view reason)
{
    auto text = lowered(reason);
    auto found =
        std::ranges::find_if(kReasons, [&](const Meaning& known) { return says(text, known.key); });
    return found == kReasons.end() ? nullptr : &*found;
}

}  // namespace keydesk::chains::evm
