// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// A token that refuses with texts, as OpenZeppelin's did until version 4.
contract TextToken {
    string public name;
    string public symbol;
    uint8 public constant decimals = 6;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    constructor(string memory name_, string memory symbol_) {
        name = name_;
        symbol = symbol_;
        balanceOf[msg.sender] = 1_000_000_000_000;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        _move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        require(allowance[from][msg.sender] >= value, "ERC20: insufficient allowance");
        allowance[from][msg.sender] -= value;
        _move(from, to, value);
        return true;
    }

    function _move(address from, address to, uint256 value) private {
        require(balanceOf[from] >= value, "ERC20: transfer amount exceeds balance");
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }
}

/// A token that refuses with the errors of ERC-6093.
contract NamedErrorToken {
    string public constant name = "Named";
    string public constant symbol = "NAM";
    uint8 public constant decimals = 18;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    event Transfer(address indexed from, address indexed to, uint256 value);
    error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed);
    error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed);

    function transfer(address to, uint256 value) external returns (bool) {
        _move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed < value) revert ERC20InsufficientAllowance(msg.sender, allowed, value);
        _move(from, to, value);
        return true;
    }

    function _move(address from, address to, uint256 value) private {
        uint256 held = balanceOf[from];
        if (held < value) revert ERC20InsufficientBalance(from, held, value);
        balanceOf[from] = held - value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }
}

/// A token whose issuer freezes as Circle does.
contract FreezingToken {
    string public constant name = "USD Coin";
    string public constant symbol = "USDC";
    uint8 public constant decimals = 6;
    mapping(address => uint256) public balanceOf;
    mapping(address => bool) public isBlacklisted;
    bool public paused;
    event Transfer(address indexed from, address indexed to, uint256 value);

    constructor() {
        balanceOf[msg.sender] = 1_000_000_000_000;
    }

    function freeze(address account) external {
        isBlacklisted[account] = true;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        require(!isBlacklisted[msg.sender] && !isBlacklisted[to], "Blacklistable: account is blacklisted");
        balanceOf[msg.sender] -= value;
        balanceOf[to] += value;
        emit Transfer(msg.sender, to, value);
        return true;
    }
}

/// Every way in which a call can end.
contract Endings {
    uint256[] private list;
    uint256 public filled;
    error Unheard(uint256 one, uint256 two);

    function slippage() external pure {
        revert("UniswapV2Router: INSUFFICIENT_OUTPUT_AMOUNT");
    }

    function expired() external pure {
        revert("UniswapV2Router: EXPIRED");
    }

    function asserts() external pure {
        assert(false);
    }

    function overflows(uint256 x) external pure returns (uint256) {
        return x + type(uint256).max;
    }

    function divides(uint256 x) external pure returns (uint256) {
        return 1 / x;
    }

    function beyond(uint256 i) external view returns (uint256) {
        return list[i];
    }

    function unheard() external pure {
        revert Unheard(5, 9);
    }

    function silent() external pure {
        revert();
    }

    function fill(uint256 count) public {
        for (uint256 i = 0; i < count; i++) {
            assembly {
                sstore(add(i, 1000), add(timestamp(), i))
            }
        }
        filled = count;
    }

    /// Hands on a fixed share of its gas and then insists on success.
    function fillInside(uint256 count) external {
        (bool good,) = address(this).call{gas: gasleft() / 2}(abi.encodeCall(this.fill, (count)));
        require(good);
    }

    /// Goes well only as the first of its block.
    uint256 private lastBlock;
    function once() external {
        require(lastBlock != block.number, "only one in a block");
        lastBlock = block.number;
    }
}

/// Takes coins and does some work with them, as smart wallets do.
contract Wallet {
    uint256 public received;
    event Got(address from, uint256 value);

    receive() external payable {
        received += msg.value;
        emit Got(msg.sender, msg.value);
    }
}

/// Has no way to take coins or to give tokens back.
contract Box {
    uint256 public kept = 1;
}

/// Writes transfers of nothing for many at once, as poisoners do.
contract Poisoner {
    function poison(address token, address[] calldata from, address[] calldata to) external {
        for (uint256 i = 0; i < from.length; i++) {
            (bool good,) = token.call(
                abi.encodeWithSignature("transferFrom(address,address,uint256)", from[i], to[i], 0));
            require(good);
        }
    }
}

/// Burns gas to fill blocks.
contract Filler {
    function burn() external view {
        uint256 x;
        while (gasleft() > 2000) {
            x = uint256(keccak256(abi.encode(x)));
        }
    }
}

/// What an account may be delegated to (EIP-7702).
contract Delegate {
    receive() external payable {}
}
