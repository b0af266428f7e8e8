// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.4.17;

/// The checks of the dollar token that everybody uses, in their order and of their kind: `require`
/// returns the gas that is left, `assert` (in add and sub) burns it all, and neither says a word.
/// Written anew from its published behaviour.
contract Tether {
    string public name = "Tether USD";
    string public symbol = "USDT";
    uint public decimals = 6;
    address public owner;
    bool public paused;
    mapping(address => uint) private balances;
    mapping(address => mapping(address => uint)) private allowed;
    mapping(address => bool) public isBlackListed;
    event Transfer(address indexed from, address indexed to, uint value);
    event Approval(address indexed owner, address indexed spender, uint value);

    function Tether() public {
        owner = msg.sender;
        balances[owner] = 1000000000000;
    }

    modifier onlyOwner() {
        require(msg.sender == owner);
        _;
    }

    modifier whenNotPaused() {
        require(!paused);
        _;
    }

    function sub(uint a, uint b) internal pure returns (uint) {
        assert(b <= a);
        return a - b;
    }

    function add(uint a, uint b) internal pure returns (uint) {
        uint c = a + b;
        assert(c >= a);
        return c;
    }

    function balanceOf(address who) public constant returns (uint) {
        return balances[who];
    }

    function allowance(address from, address spender) public constant returns (uint) {
        return allowed[from][spender];
    }

    function transfer(address to, uint value) public whenNotPaused {
        require(!isBlackListed[msg.sender]);
        balances[msg.sender] = sub(balances[msg.sender], value);
        balances[to] = add(balances[to], value);
        Transfer(msg.sender, to, value);
    }

    function transferFrom(address from, address to, uint value) public whenNotPaused {
        require(!isBlackListed[from]);
        uint left = allowed[from][msg.sender];
        allowed[from][msg.sender] = sub(left, value);
        balances[from] = sub(balances[from], value);
        balances[to] = add(balances[to], value);
        Transfer(from, to, value);
    }

    function approve(address spender, uint value) public {
        require(!((value != 0) && (allowed[msg.sender][spender] != 0)));
        allowed[msg.sender][spender] = value;
        Approval(msg.sender, spender, value);
    }

    function addBlackList(address who) public onlyOwner {
        isBlackListed[who] = true;
    }

    function pause() public onlyOwner {
        paused = true;
    }

    function unpause() public onlyOwner {
        paused = false;
    }
}
